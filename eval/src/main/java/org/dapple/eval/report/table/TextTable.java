package org.dapple.eval.report.table;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.part.ReportPart;

/**
 * A small table of plain text.
 *
 * @param title the heading
 * @param header a name for each column
 * @param rows as many cells each as the header; a column of numbers only is aligned right
 * @param strong the bold cells; the caller decides them by its tests
 * @param note one paragraph below the table, may be empty
 */
public record TextTable(String title, List<String> header, List<List<String>> rows, Set<Place> strong, String note)
        implements ReportPart {
    private static final Pattern NUMBER = Pattern.compile("[-+−±]?[0-9][0-9.,\u202f ±–%-]*");

    /**
     * The place of a cell.
     *
     * @param row from 0, without the header
     * @param column from 0
     */
    public record Place(int row, int column) {}

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row does not have one cell for each column
     */
    public TextTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        // In reading order: the iteration order of Set.copyOf differs from process to process, and JSON shows it.
        Set<Place> ordered = new LinkedHashSet<>();
        strong.stream()
                .sorted(Comparator.comparingInt(Place::row).thenComparingInt(Place::column))
                .forEach(ordered::add);
        strong = Collections.unmodifiableSet(ordered);
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("the table '" + title + "' has a row of " + row.size()
                        + " cells under " + header.size() + " columns");
            }
        }
    }

    /**
     * Creates a table without bold cells.
     *
     * @param title the heading
     * @param header a name for each column
     * @param rows as many cells each as the header
     */
    public TextTable(String title, List<String> header, List<List<String>> rows) {
        this(title, header, rows, Set.of(), "");
    }

    @Override
    public void html(Markup page) {
        List<String> kinds = IntStream.range(0, header.size())
                .mapToObj(column -> numeric(column) ? "number" : "words")
                .toList();
        page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "plain");
        page.open("thead").open("tr");
        for (int column = 0; column < kinds.size(); column++) {
            page.leaf("th", header.get(column), "scope", "col", "class", kinds.get(column));
        }
        page.close().close().open("tbody").newLine();
        for (int row = 0; row < rows.size(); row++) {
            page.open("tr");
            for (int column = 0; column < kinds.size(); column++) {
                cell(page, row, column, kinds.get(column));
            }
            page.close().newLine();
        }
        page.close().close().close();
        if (!note.isEmpty()) {
            page.leaf("p", note, "class", "lead");
        }
    }

    private void cell(Markup page, int row, int column, String kind) {
        String text = rows.get(row).get(column);
        if (isStrong(row, column)) {
            page.open("td", "class", kind).leaf("strong", text).close();
        } else {
            page.leaf("td", text, "class", kind);
        }
    }

    @Override
    public void markdown(MarkdownText text) {
        text.table(header, rows, this::isStrong);
        text.paragraph(note);
    }

    @Override
    public Map<String, List<?>> toJson() {
        return Map.of("tables", List.of(this));
    }

    private boolean isStrong(int row, int column) {
        return strong.contains(new Place(row, column));
    }

    private boolean numeric(int column) {
        return rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }
}
