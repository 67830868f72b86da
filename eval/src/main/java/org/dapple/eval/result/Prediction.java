package org.dapple.eval.result;

import java.util.List;
import org.dapple.data.clips.Clip;
import org.jspecify.annotations.Nullable;

/**
 * What a probe said of a test clip.
 *
 * @param filename the clip
 * @param source the recording, speaker or instrument that it comes from; null if that is not known
 * @param fold that it was a test clip of
 * @param label the truth; several labels are joined by {@link Clip#LABEL_SEPARATOR}
 * @param predicted the most likely label
 * @param scores of all labels in their order, higher is likelier, where a clip may have several; else empty
 */
public record Prediction(
        String filename, @Nullable String source, String fold, String label, String predicted, List<Float> scores) {

    /** Copies the list. */
    public Prediction {
        scores = List.copyOf(scores);
    }

    /**
     * A prediction of a clip of one label.
     *
     * @param filename the clip
     * @param source the recording, speaker or instrument that it comes from; null if that is not known
     * @param fold that it was a test clip of
     * @param label the truth
     * @param predicted the most likely label
     */
    public Prediction(String filename, @Nullable String source, String fold, String label, String predicted) {
        this(filename, source, fold, label, predicted, List.of());
    }

    /** {@return whether the answer is the truth, or one of several} */
    public boolean correct() {
        return label.equals(predicted)
                || List.of(label.split(Clip.LABEL_SEPARATOR, -1)).contains(predicted);
    }
}
