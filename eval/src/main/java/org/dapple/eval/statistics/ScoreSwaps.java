package org.dapple.eval.statistics;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The paired permutation test for a score that is not a mean over clips. If two encoders are equally good, their scores
 * of a clip could as well be swapped. Whole sources are swapped, because their clips are not independent. Source: Good,
 * "Permutation, Parametric and Bootstrap Tests of Hypotheses" (2005), chapter 3; Besag and Clifford, "Sequential Monte
 * Carlo p-values" (1991), for stopping early.
 *
 * <p>With few sources all swaps are tried, and the test is exact; otherwise swaps are drawn.
 *
 * @param draws largest number of draws, if there are too many swaps to try
 * @param seed of the draws
 */
public record ScoreSwaps(int draws, long seed) {
    private static final int MOST_EXACT = 11;
    /**
     * Drawing stops after this many differences as far from 0 as the observed one, because the p-value is not small
     * then.
     */
    private static final int ENOUGH = 100;
    /** Rounding makes equal differences differ by up to this much. */
    private static final double ROUNDING = 1e-12;

    /** Refuses fewer than 100 draws. */
    public ScoreSwaps {
        if (draws < 100) {
            throw new IllegalArgumentException("draws must be at least 100; it is " + draws);
        }
    }

    /** {@return a test with at most 4 999 draws} */
    public static ScoreSwaps standard() {
        return new ScoreSwaps(4999, 1);
    }

    /**
     * Computes the probability of a difference at least as far from 0.
     *
     * @param sources the source of each clip; clips of one source are swapped together, a clip whose source is null
     *     alone
     * @param difference of the two encoders, with the clips swapped that are true
     * @return the two-sided p-value, above 0
     */
    public double pValue(List<? extends @Nullable String> sources, ToDoubleFunction<boolean[]> difference) {
        int[] source = Clusters.numbers(sources);
        int count = Clusters.count(source);
        boolean[] swapped = new boolean[source.length];
        double observed = Math.abs(difference.applyAsDouble(swapped)) - ROUNDING;
        return count <= MOST_EXACT
                ? exact(source, count, difference, observed)
                : drawn(source, count, difference, observed);
    }

    /** The first source is never swapped: swapping all others is the same with the other sign. */
    private static double exact(int[] source, int count, ToDoubleFunction<boolean[]> difference, double observed) {
        boolean[] swapped = new boolean[source.length];
        int all = 1 << Math.max(0, count - 1);
        int asFar = 0;
        for (int swaps = 0; swaps < all; swaps++) {
            for (int clip = 0; clip < source.length; clip++) {
                swapped[clip] = source[clip] > 0 && (swaps >> (source[clip] - 1) & 1) == 1;
            }
            asFar += Math.abs(difference.applyAsDouble(swapped)) >= observed ? 1 : 0;
        }
        return (double) asFar / all;
    }

    private double drawn(int[] source, int count, ToDoubleFunction<boolean[]> difference, double observed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] swapped = new boolean[source.length];
        boolean[] ofSource = new boolean[count];
        int asFar = 0;
        for (int draw = 1; draw <= draws; draw++) {
            for (int i = 0; i < count; i++) {
                ofSource[i] = random.nextBoolean();
            }
            for (int clip = 0; clip < swapped.length; clip++) {
                swapped[clip] = ofSource[source[clip]];
            }
            asFar += Math.abs(difference.applyAsDouble(swapped)) >= observed ? 1 : 0;
            if (asFar == ENOUGH) {
                return (double) asFar / draw;
            }
        }
        return (asFar + 1.0) / (draws + 1.0);
    }
}
