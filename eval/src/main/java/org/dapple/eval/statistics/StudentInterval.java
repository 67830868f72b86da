package org.dapple.eval.statistics;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The interval of a mean of few runs, by Student's t distribution. */
public final class StudentInterval {
    private StudentInterval() {}

    /**
     * The interval of the mean of runs.
     *
     * @param scores one for each run; of a single one nothing is known about others, and the interval is all numbers
     * @return mean ± t · s / √n
     */
    public static Interval of(double... scores) {
        SummaryStatistics summary = new SummaryStatistics();
        for (double score : scores) {
            summary.addValue(score);
        }
        double half = scores.length < 2
                ? Double.POSITIVE_INFINITY
                : new TDistribution(scores.length - 1.0).inverseCumulativeProbability(0.975)
                        * summary.getStandardDeviation()
                        / Math.sqrt(scores.length);
        double mean = summary.getMean();
        return new Interval(mean, mean - half, mean + half, Interval.Kind.OVER_RUNS);
    }
}
