package org.dapple.eval.result;

import java.util.List;
import org.dapple.data.clips.Clip;
import org.jspecify.annotations.Nullable;

/**
 * The prediction of a probe for one test clip.
 *
 * @param filename the clip
 * @param source the recording, speaker or instrument of the clip; null if unknown
 * @param fold the fold that tests the clip
 * @param label the true label; several labels are joined by {@link Clip#LABEL_SEPARATOR}
 * @param predicted the most likely label
 * @param scores one for each label, in order, higher is likelier; empty where clips have one label
 */
public record Prediction(
        String filename, @Nullable String source, String fold, String label, String predicted, List<Float> scores) {

    /** Copies the list. */
    public Prediction {
        scores = List.copyOf(scores);
    }

    /**
     * Creates a prediction for a clip with one label.
     *
     * @param filename the clip
     * @param source the recording, speaker or instrument of the clip; null if unknown
     * @param fold the fold that tests the clip
     * @param label the true label
     * @param predicted the most likely label
     */
    public Prediction(String filename, @Nullable String source, String fold, String label, String predicted) {
        this(filename, source, fold, label, predicted, List.of());
    }

    /** {@return whether the predicted label is the true one, or one of several} */
    public boolean correct() {
        return label.equals(predicted)
                || List.of(label.split(Clip.LABEL_SEPARATOR, -1)).contains(predicted);
    }
}
