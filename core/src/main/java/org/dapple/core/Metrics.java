package org.dapple.core;

/** Scores as pure functions of truth and prediction. */
public final class Metrics {
    private Metrics() {}

    /**
     * The share of equal entries.
     *
     * @param truth class of each clip
     * @param predicted class of each clip, as long as {@code truth}
     * @return 0 to 1
     */
    public static double accuracy(int[] truth, int[] predicted) {
        if (truth.length == 0 || truth.length != predicted.length) {
            throw new IllegalArgumentException("truth and predictions must be equally long and not empty; they are "
                    + truth.length + " and " + predicted.length);
        }
        int correct = 0;
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] == predicted[i]) {
                correct++;
            }
        }
        return (double) correct / truth.length;
    }

    /**
     * Counts of truth against prediction.
     *
     * @param truth class of each clip, 0 to classes - 1
     * @param predicted class of each clip
     * @param classes number of classes
     * @return [truth][predicted]
     */
    public static int[][] confusion(int[] truth, int[] predicted, int classes) {
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][predicted[i]]++;
        }
        return counts;
    }
}
