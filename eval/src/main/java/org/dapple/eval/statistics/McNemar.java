package org.dapple.eval.statistics;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * The exact test for two encoders on the same independent clips. Of the clips that only one encoder predicts correctly,
 * about half should be the first encoder's. Source: McNemar, Psychometrika 12 (1947), with binomial probabilities.
 */
public final class McNemar {
    private McNemar() {}

    /**
     * Computes the probability of a split at least as uneven.
     *
     * @param onlyFirst number of clips that only the first encoder predicts correctly
     * @param onlySecond number of clips that only the second encoder predicts correctly
     * @return the two-sided p-value
     */
    public static double pValue(int onlyFirst, int onlySecond) {
        int fewer = Math.min(onlyFirst, onlySecond);
        int all = onlyFirst + onlySecond;
        return all == 0 ? 1 : Math.min(1, 2 * new BinomialDistribution(null, all, 0.5).cumulativeProbability(fewer));
    }
}
