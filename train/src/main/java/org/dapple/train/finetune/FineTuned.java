package org.dapple.train.finetune;

import java.util.List;

/**
 * The result of a fine-tuning.
 *
 * @param classifier with the weights of the best epoch; closed with this
 * @param scores of the test clips, in the order of their part: the probability of each class, in the order of the
 *     labels
 * @param bestEpoch the epoch whose weights were kept, from 1
 * @param curve all epochs
 */
public record FineTuned(FineTunedClassifier classifier, List<List<Float>> scores, int bestEpoch, List<Epoch> curve)
        implements AutoCloseable {

    /** Copies the lists. */
    public FineTuned {
        scores = scores.stream().map(List::copyOf).toList();
        curve = List.copyOf(curve);
    }

    /**
     * An epoch.
     *
     * @param number from 1
     * @param loss mean over its steps
     * @param score on the selection part after the epoch: accuracy or mean average precision, 0 to 1; NaN where the
     *     latter is not defined
     */
    public record Epoch(int number, double loss, double score) {}

    @Override
    public void close() {
        classifier.close();
    }
}
