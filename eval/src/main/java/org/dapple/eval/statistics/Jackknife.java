package org.dapple.eval.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Computes the 95 % interval of a statistic of clips that come from sources. The statistic is computed again without
 * each source, and the spread of these values gives its standard error. Sources: Efron and Stein, "The Jackknife
 * Estimate of Variance" (1981); Kish, "Survey Sampling" (1965), for sources of different sizes; Imbens and Manski,
 * "Confidence Intervals for Partially Identified Parameters" (2004).
 *
 * <p>The quantile is Student's. Its degrees of freedom are one less than the number of equally large sources with the
 * same information, and fewer if a few sources cause most of the spread (by the fourth moment). Scores are transformed
 * by the logit, so that the interval stays between 0 and 1 and fits skewed scores near the ends.
 *
 * <p>The mean average precision of few clips is too high on average. Its interval covers two values: the one for other
 * test sets of this size, and the one for infinitely many clips. It therefore reaches as far as the corrected score,
 * with the quantile by Imbens and Manski.
 *
 * @param biased whether the statistic depends on the number of clips, as a mean average precision does and an accuracy
 *     does not
 * @param score whether the statistic is a score between 0 and 1; otherwise it is a difference
 */
public record Jackknife(boolean biased, boolean score) {
    /** With fewer sources an interval would mean nothing: one more source could change everything. */
    public static final int FEWEST_SOURCES = 6;

    /**
     * Above these numbers sources are left out in groups. The mean average precision has the lower limit, because it
     * takes longer than an accuracy.
     */
    private static final int MOST_RANKED = 200;

    private static final int MOST_COUNTED = 2000;

    /**
     * The jackknife corrects a bias that falls as 1 / n. The bias of an average precision falls more slowly, as (ln n)
     * / n where scores carry little information; this factor was chosen by simulation.
     */
    private static final double SLOW_BIAS = 1.5;

    private static final double LEVEL = 0.95;
    private static final double ROUNDING = 1e-12;

    /**
     * Computes the interval.
     *
     * @param sources the source of each clip; clips of one source are left out together, a clip whose source is null
     *     alone
     * @param statistic of weights: 1 for each clip that counts, 0 for each clip left out
     * @return the statistic of all clips, with its interval
     */
    public Interval of(List<? extends @Nullable String> sources, ToDoubleFunction<int[]> statistic) {
        int[] source = Clusters.numbers(sources);
        int count = Clusters.count(source);
        int[] weights = new int[source.length];
        Arrays.fill(weights, 1);
        double whole = statistic.applyAsDouble(weights);
        if (count < FEWEST_SOURCES) {
            return Interval.none(whole, Interval.Kind.FEW_SOURCES);
        }
        int[] group = grouped(source, count);
        double[] without = new double[Math.min(count, most())];
        double squares = 0;
        for (int i = 0; i < without.length; i++) {
            int left = i;
            Arrays.setAll(weights, clip -> group[clip] == left ? 0 : 1);
            double size = weights.length - Arrays.stream(weights).sum();
            squares += size * size;
            without[i] = statistic.applyAsDouble(weights);
        }
        double alike = (double) weights.length * weights.length / squares;
        return around(whole, without, alike, count == source.length);
    }

    private int most() {
        return biased ? MOST_RANKED : MOST_COUNTED;
    }

    /** {@return the group of each clip: its source, or a random group of sources if there are many} */
    private int[] grouped(int[] source, int count) {
        if (count <= most()) {
            return source;
        }
        SplittableRandom random = new SplittableRandom(1);
        int[] groups = IntStream.range(0, count).map(i -> i % most()).toArray();
        for (int i = count - 1; i > 0; i--) { // Fisher and Yates
            int other = random.nextInt(i + 1);
            int swapped = groups[i];
            groups[i] = groups[other];
            groups[other] = swapped;
        }
        return Arrays.stream(source).map(number -> groups[number]).toArray();
    }

    private Interval around(double whole, double[] without, double alike, boolean alone) {
        int groups = without.length;
        double mean = Arrays.stream(without).average().orElseThrow();
        double second = 0;
        double fourth = 0;
        for (double value : without) {
            double square = (value - mean) * (value - mean);
            second += square;
            fourth += square * square;
        }
        double error = Math.sqrt(second * (groups - 1) / groups);
        if (!(error > ROUNDING) || (score && (whole <= 0 || whole >= 1))) {
            return Interval.none(whole, Interval.Kind.ALL_ALIKE);
        }
        double kurtosis = groups * fourth / (second * second);
        double freedom = Math.min(alike - 1, kurtosis > 1 ? 2 * groups / (kurtosis - 1) : groups);
        double bias = biased ? SLOW_BIAS * (groups - 1) * (mean - whole) : 0;
        double quantile = quantile(new TDistribution(Math.max(1, freedom)), Math.abs(bias) / error);
        double slope = score ? whole * (1 - whole) : 1;
        double below = (Math.min(0, -bias) - quantile * error) / slope;
        double above = (Math.max(0, -bias) + quantile * error) / slope;
        return new Interval(
                whole,
                moved(whole, below),
                moved(whole, above),
                alone ? Interval.Kind.OVER_CLIPS : Interval.Kind.OVER_SOURCES);
    }

    /**
     * {@return the quantile at which an interval covers either end of a range that is {@code apart} standard errors
     * long}
     */
    private static double quantile(TDistribution t, double apart) {
        double most = t.inverseCumulativeProbability(1 - (1 - LEVEL) / 2);
        double least = t.inverseCumulativeProbability(LEVEL);
        return apart < ROUNDING
                ? most
                : new BrentSolver(1e-6)
                        .solve(
                                100,
                                quantile -> t.cumulativeProbability(quantile + apart)
                                        - t.cumulativeProbability(-quantile)
                                        - LEVEL,
                                least - 1e-6,
                                most + 1e-6);
    }

    private double moved(double whole, double by) {
        return score ? 1 / (1 + (1 / whole - 1) * Math.exp(-by)) : whole + by;
    }
}
