package org.dapple.eval.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The paired permutation test. If two encoders are equally good, each difference between them could as well have the
 * other sign. Whole clusters change sign, because clips of one source are not independent. Source: Good, "Permutation,
 * Parametric and Bootstrap Tests of Hypotheses" (2005), chapter 3.
 *
 * <p>With few clusters all signs are tried, and the test is exact; otherwise signs are drawn.
 *
 * @param draws number of draws, if there are too many signs to try
 * @param seed of the draws
 */
public record SignFlips(int draws, long seed) {
    private static final int MOST_EXACT = 14;
    /** Rounding makes equal sums differ by up to this much. */
    private static final double ROUNDING = 1e-9;

    /** Refuses fewer than 100 draws. */
    public SignFlips {
        if (draws < 100) {
            throw new IllegalArgumentException("draws must be at least 100; it is " + draws);
        }
    }

    /** {@return a test with 9 999 draws} */
    public static SignFlips standard() {
        return new SignFlips(9999, 1);
    }

    /**
     * Computes the probability of a sum at least as far from 0.
     *
     * @param differences between the two encoders, summed over clusters
     * @return the two-sided p-value, above 0
     */
    public double pValue(Clusters differences) {
        double[] sums =
                Arrays.stream(differences.sums()).filter(sum -> sum != 0).toArray();
        double observed = Math.abs(Arrays.stream(sums).sum()) - ROUNDING;
        return sums.length <= MOST_EXACT ? exact(sums, observed) : drawn(sums, observed);
    }

    private static double exact(double[] sums, double observed) {
        int all = 1 << sums.length;
        int asFar = 0;
        for (int signs = 0; signs < all; signs++) {
            double sum = 0;
            for (int i = 0; i < sums.length; i++) {
                sum += (signs >> i & 1) == 0 ? sums[i] : -sums[i];
            }
            asFar += Math.abs(sum) >= observed ? 1 : 0;
        }
        return (double) asFar / all;
    }

    private double drawn(double[] sums, double observed) {
        SplittableRandom random = new SplittableRandom(seed);
        int asFar = 0;
        for (int draw = 0; draw < draws; draw++) {
            double sum = 0;
            long signs = 0;
            for (int i = 0; i < sums.length; i++) {
                signs = i % Long.SIZE == 0 ? random.nextLong() : signs >>> 1;
                sum += (signs & 1) == 0 ? sums[i] : -sums[i];
            }
            asFar += Math.abs(sum) >= observed ? 1 : 0;
        }
        return (asFar + 1.0) / (draws + 1.0);
    }
}
