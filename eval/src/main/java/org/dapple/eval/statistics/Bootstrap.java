package org.dapple.eval.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

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
        Arrays.sort(means);
        boolean alone = Arrays.stream(clusters.sizes()).allMatch(size -> size == 1);
        return new Interval(
                clusters.mean(),
                quantile(means, TAIL),
                quantile(means, 1 - TAIL),
                alone ? Interval.Kind.OVER_CLIPS : Interval.Kind.OVER_SOURCES);
    }

    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
