package org.dapple.eval.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;

/** A table of plain text; columns of numbers are set flush right. */
record PlainTable(TextTable table) implements PartWriter {
    private static final Pattern NUMBER = Pattern.compile("[-+−±]?[0-9][0-9.,\u202f ±–%-]*");

    @Override
    public void html(Markup page) {
        List<String> kinds = IntStream.range(0, table.header().size())
                .mapToObj(column -> numeric(column) ? "number" : "words")
                .toList();
        page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "plain");
        page.open("thead").open("tr");
        for (int column = 0; column < kinds.size(); column++) {
            page.leaf("th", table.header().get(column), "scope", "col", "class", kinds.get(column));
        }
        page.close().close().open("tbody").newLine();
        for (int row = 0; row < table.rows().size(); row++) {
            page.open("tr");
            for (int column = 0; column < kinds.size(); column++) {
                cell(page, row, column, kinds.get(column));
            }
            page.close().newLine();
        }
        page.close().close().close();
        if (!table.note().isEmpty()) {
            page.leaf("p", table.note(), "class", "lead");
        }
    }

    private void cell(Markup page, int row, int column, String kind) {
        String text = table.rows().get(row).get(column);
        if (strong(row, column)) {
            page.open("td", "class", kind).leaf("strong", text).close();
        } else {
            page.leaf("td", text, "class", kind);
        }
    }

    @Override
    public void markdown(MarkdownText text) {
        text.table(table.header(), table.rows(), this::strong);
        text.paragraph(table.note());
    }

    private boolean strong(int row, int column) {
        return table.strong().contains(new TextTable.Place(row, column));
    }

    private boolean numeric(int column) {
        return table.rows().stream()
                .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }
}
