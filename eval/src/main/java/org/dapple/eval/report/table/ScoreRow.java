package org.dapple.eval.report.table;

import java.util.Map;
import java.util.OptionalDouble;
import org.dapple.eval.markup.Numbers;
import org.dapple.eval.report.part.JsonTree;
import org.dapple.eval.statistics.Interval;

/**
 * One score with its interval. All numbers are shares between 0 and 1.
 *
 * @param name of the task or variant
 * @param score with its 95 % interval, or why there is none
 * @param chance what guessing gives, where that is known; it differs from task to task
 * @param note plain text, may be empty: metric, folds, seeds
 */
public record ScoreRow(String name, Interval score, OptionalDouble chance, String note) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not a share
     */
    public ScoreRow {
        Numbers.requireShare(name, "mean", score.mean());
        Numbers.requireShares(name, score);
        Numbers.requireShare(name, "chance", chance.orElse(0));
    }

    /** {@return the row as an object for JSON} */
    Map<String, Object> toJson() {
        return new JsonTree()
                .put("name", name)
                .put("mean", score.mean())
                .put("interval", score)
                .put("chance", chance)
                .put("note", note)
                .entries();
    }
}
