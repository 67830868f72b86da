package org.dapple.eval.report;

import java.util.List;

/**
 * A small table of plain text.
 *
 * @param title the heading
 * @param header a name for each column
 * @param rows as many cells each as the header; a column that holds nothing but numbers is set flush right
 */
public record TextTable(String title, List<String> header, List<List<String>> rows) implements ReportPart {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row has not one cell for each column
     */
    public TextTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("the table '" + title + "' has a row of " + row.size()
                        + " cells under " + header.size() + " columns");
            }
        }
    }
}
