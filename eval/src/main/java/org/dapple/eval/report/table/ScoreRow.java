package org.dapple.eval.report.table;

import java.util.Map;
import java.util.OptionalDouble;
import org.dapple.eval.markup.Numbers;
import org.dapple.eval.report.part.JsonTree;
import org.dapple.eval.statistics.Interval;

/**
 * One score with its interval, as shares between 0 and 1.
 *
 * @param name name of the task or variant
 * @param score with its 95 % interval, or the reason for having none
 * @param chance the chance level of the task, if known
 * @param note plain text, may be empty: metric, folds, seeds
 */
public record ScoreRow(String name, Interval score, OptionalDouble chance, String note) {

    /**
     * Refuses numbers that are not between 0 and 1.
     *
     * @throws IllegalArgumentException if it refuses one
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
