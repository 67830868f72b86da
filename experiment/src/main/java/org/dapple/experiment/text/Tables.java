package org.dapple.experiment.text;

import java.util.ArrayList;
import java.util.List;
import org.dapple.eval.report.table.TextTable;

/** Formats tables for the terminal. */
public final class Tables {
    private Tables() {}

    /**
     * Aligns the columns of a table: the first to the left, the others to the right.
     *
     * @param table the table
     * @return its lines
     */
    public static String text(TextTable table) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(table.header());
        rows.addAll(table.rows());
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = width(rows, column);
                String padding = " ".repeat(width - row.get(column).length());
                line.append(column == 0 ? row.get(column) + padding : "  " + padding + row.get(column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
