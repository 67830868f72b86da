package org.dapple.eval.statistics;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The paired permutation test for a score that is no mean over clips: if two encoders are equally good, the scores that
 * they give a clip might as well be each other's. Whole sources are swapped, because their clips are not independent.
 * Source: Good, "Permutation, Parametric and Bootstrap Tests of Hypotheses" (2005), chapter 3; Besag and Clifford,
 * "Sequential Monte Carlo p-values" (1991), for when enough was drawn.
 *
 * <p>With few sources all swaps are tried, so the test is exact; else they are drawn.
 *
 * @param draws how many swaps are drawn at most where there are too many to try
 * @param seed of the draws
 */
public record ScoreSwaps(int draws, long seed) {
    private static final int MOST_EXACT = 11;
    /** Draws end when so many differences were as far from 0 as the observed one: the p-value is not small. */
    private static final int ENOUGH = 100;
    /** Differences that should be equal differ by rounding. */
    private static final double ROUNDING = 1e-12;

    /** Checks the number. */
    public ScoreSwaps {
        if (draws < 100) {
            throw new IllegalArgumentException("draws must be at least 100; it is " + draws);
        }
    }

    /** {@return at most 4 999 draws} */
    public static ScoreSwaps standard() {
        return new ScoreSwaps(4999, 1);
    }

    /**
     * How likely a difference at least as far from 0 would be by chance.
     *
     * @param sources of the clips; clips of one source are swapped together, a clip whose source is null alone
     * @param difference of the two, where the scores of the clips that are true are swapped
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

    /** The first source stays: to swap all others is to swap it, with the other sign. */
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
