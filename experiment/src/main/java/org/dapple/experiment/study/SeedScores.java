package org.dapple.experiment.study;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.StudentInterval;

/**
 * What the runs of one strategy reached on one task.
 *
 * @param strategy what was trained
 * @param task what was tested
 * @param bySeed the score of each run, 0 to 1, by its pre-training seed; at least one
 */
public record SeedScores(Strategy strategy, String task, SortedMap<Long, Double> bySeed) {

    /** Copies the scores. */
    public SeedScores {
        bySeed = Collections.unmodifiableSortedMap(new TreeMap<>(bySeed));
        if (bySeed.isEmpty()) {
            throw new IllegalArgumentException(strategy + " has no score on " + task);
        }
    }

    /** The mean over the seeds with its 95 % interval, by Student's t; none for a single seed. */
    public Interval interval() {
        return StudentInterval.of(
                bySeed.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The mean over the seeds. */
    public double mean() {
        return interval().mean();
    }
}
