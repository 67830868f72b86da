package org.dapple.eval.report;

import java.util.List;

/**
 * Scores with their intervals on a common axis, a row for each.
 *
 * @param title the heading
 * @param rows one for each encoder
 */
public record Scores(String title, List<ScoreRow> rows) implements ReportPart {

    /** Copies the list. */
    public Scores {
        rows = List.copyOf(rows);
    }
}
