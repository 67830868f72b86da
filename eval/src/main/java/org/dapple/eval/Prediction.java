package org.dapple.eval;

import org.jspecify.annotations.Nullable;

/**
 * What a probe said of a test clip.
 *
 * @param filename the clip
 * @param source the recording, speaker or instrument that it comes from; null if that is not known
 * @param fold that it was a test clip of
 * @param label the truth
 * @param predicted the answer
 */
public record Prediction(String filename, @Nullable String source, String fold, String label, String predicted) {

    /** {@return whether the answer is the truth} */
    public boolean correct() {
        return label.equals(predicted);
    }
}
