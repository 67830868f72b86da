package org.dapple.eval.report;

import java.util.OptionalDouble;

/**
 * One score with its interval. All numbers are shares between 0 and 1.
 *
 * @param name of the task or variant
 * @param mean the score
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval; low = high for a score without an interval
 * @param chance what guessing gives, where that is known; it differs from task to task
 * @param note plain text, may be empty: metric, folds, seeds
 */
public record ScoreRow(String name, double mean, double low, double high, OptionalDouble chance, String note) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not a share, or the interval is reversed
     */
    public ScoreRow {
        Numbers.requireShare(name, "mean", mean);
        Numbers.requireShare(name, "low", low);
        Numbers.requireShare(name, "high", high);
        Numbers.requireShare(name, "chance", chance.orElse(0));
        Numbers.requireOrder(name, low, high);
    }
}
