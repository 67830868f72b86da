package org.dapple.eval.report;

import java.util.List;
import java.util.Set;

/**
 * A small table of plain text.
 *
 * @param title the heading
 * @param header a name for each column
 * @param rows as many cells each as the header; a column that holds nothing but numbers is set flush right
 * @param strong the cells that are set bold: the caller decides, by its tests
 * @param note one paragraph below, may be empty
 */
public record TextTable(String title, List<String> header, List<List<String>> rows, Set<Place> strong, String note)
        implements ReportPart {

    /**
     * Where a cell is.
     *
     * @param row from 0, the header left out
     * @param column from 0
     */
    public record Place(int row, int column) {}

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row has not one cell for each column
     */
    public TextTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        strong = Set.copyOf(strong);
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("the table '" + title + "' has a row of " + row.size()
                        + " cells under " + header.size() + " columns");
            }
        }
    }

    /**
     * A table in which nothing is bold.
     *
     * @param title the heading
     * @param header a name for each column
     * @param rows as many cells each as the header
     */
    public TextTable(String title, List<String> header, List<List<String>> rows) {
        this(title, header, rows, Set.of(), "");
    }
}
