package org.dapple.experiment.study;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.StudentInterval;

/**
 * The scores of one strategy on one task.
 *
 * @param strategy what was trained
 * @param task what it was tested on
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

    /** {@return the mean over the seeds with its 95 % interval by Student's t; no interval for a single seed} */
    public Interval interval() {
        return StudentInterval.of(
                bySeed.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** {@return the mean over the seeds, 0 to 1} */
    public double mean() {
        return interval().mean();
    }
}
