package org.dapple.eval.statistics;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** Computes the interval of a mean of few scores between 0 and 1, by Student's t distribution. */
public final class StudentInterval {
    /** A standard deviation below this is rounding. */
    private static final double ROUNDING = 1e-12;

    private StudentInterval() {}

    /**
     * Computes the interval of the mean over runs.
     *
     * @param scores one for each run, at least one, each between 0 and 1
     * @return mean ± t · s / √n, cut off at 0 and 1; without an interval for a single run, or for equal runs
     */
    public static Interval of(double... scores) {
        SummaryStatistics summary = new SummaryStatistics();
        for (double score : scores) {
            summary.addValue(score);
        }
        double mean = summary.getMean();
        if (scores.length < 2 || summary.getStandardDeviation() < ROUNDING) {
            return Interval.none(mean, scores.length < 2 ? Interval.Kind.ONE_RUN : Interval.Kind.EQUAL_RUNS);
        }
        double half = new TDistribution(scores.length - 1.0).inverseCumulativeProbability(0.975)
                * summary.getStandardDeviation()
                / Math.sqrt(scores.length);
        return new Interval(mean, Math.max(0, mean - half), Math.min(1, mean + half), Interval.Kind.OVER_RUNS);
    }
}
