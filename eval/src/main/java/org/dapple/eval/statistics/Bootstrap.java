package org.dapple.eval.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The percentile bootstrap: the mean over clusters that are drawn with replacement, again and again. Source: Efron and
 * Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 8 and 13; whole clusters are drawn, because clips of
 * one source do not vary independently.
 *
 * @param resamples how often is drawn
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {
    private static final double TAIL = 0.025;

    /** Checks the number. */
    public Bootstrap {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples must be at least 100; it is " + resamples);
        }
    }

    /** {@return 2 000 resamples} */
    public static Bootstrap standard() {
        return new Bootstrap(2000, 1);
    }

    /**
     * The interval of a mean.
     *
     * @param clusters of the values
     * @return the mean of all values, and the 2.5 and 97.5 percentiles of the resampled means
     */
    public Interval mean(Clusters clusters) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            long size = 0;
            for (int draw = 0; draw < clusters.count(); draw++) {
                int cluster = random.nextInt(clusters.count());
                sum += clusters.sums()[cluster];
                size += clusters.sizes()[cluster];
            }
            means[i] = sum / size;
        }
        boolean alone = Arrays.stream(clusters.sizes()).allMatch(size -> size == 1);
        return interval(clusters.mean(), means, alone);
    }

    /**
     * A statistic that is no mean over clips, and how far it is from 0.
     *
     * @param interval the statistic of all clips, and the 2.5 and 97.5 percentiles of the resampled ones
     * @param pValue two-sided: twice the share of resampled statistics on the other side of 0
     */
    public record Estimate(Interval interval, double pValue) {}

    /**
     * The interval of any statistic.
     *
     * @param sources of the clips; clips of one source are drawn together, a clip whose source is null alone
     * @param statistic of weights, how often each clip was drawn; resamples for which it is no number do not count
     * @return the estimate
     */
    public Estimate of(List<? extends @Nullable String> sources, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] cluster = Clusters.numbers(sources);
        int count = Clusters.count(cluster);
        double[] found = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            int[] drawn = new int[count];
            for (int draw = 0; draw < count; draw++) {
                drawn[random.nextInt(count)]++;
            }
            found[i] = statistic.applyAsDouble(
                    Arrays.stream(cluster).map(number -> drawn[number]).toArray());
        }
        double[] usable =
                Arrays.stream(found).filter(value -> !Double.isNaN(value)).toArray();
        double whole =
                statistic.applyAsDouble(Arrays.stream(cluster).map(number -> 1).toArray());
        long below = Arrays.stream(usable).filter(value -> value <= 0).count();
        long above = Arrays.stream(usable).filter(value -> value >= 0).count();
        double pValue = Math.min(1, 2.0 * (Math.min(below, above) + 1) / (usable.length + 1));
        return new Estimate(interval(whole, usable, count == cluster.length), pValue);
    }

    private static Interval interval(double whole, double[] resampled, boolean alone) {
        Arrays.sort(resampled);
        return new Interval(
                whole,
                quantile(resampled, TAIL),
                quantile(resampled, 1 - TAIL),
                alone ? Interval.Kind.OVER_CLIPS : Interval.Kind.OVER_SOURCES);
    }

    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
