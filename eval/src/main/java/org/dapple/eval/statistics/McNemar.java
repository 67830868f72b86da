package org.dapple.eval.statistics;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * The exact test for two encoders on the same independent clips: of the clips that only one of them gets right, about
 * half should be the first's. Source: McNemar, Psychometrika 12 (1947), with binomial probabilities.
 */
public final class McNemar {
    private McNemar() {}

    /**
     * How likely a split at least as uneven would be by chance.
     *
     * @param onlyFirst clips that only the first gets right
     * @param onlySecond clips that only the second gets right
     * @return the two-sided p-value
     */
    public static double pValue(int onlyFirst, int onlySecond) {
        int fewer = Math.min(onlyFirst, onlySecond);
        int all = onlyFirst + onlySecond;
        return all == 0 ? 1 : Math.min(1, 2 * new BinomialDistribution(null, all, 0.5).cumulativeProbability(fewer));
    }
}
