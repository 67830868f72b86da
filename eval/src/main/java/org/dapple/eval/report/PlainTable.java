package org.dapple.eval.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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
        for (List<String> row : table.rows()) {
            page.open("tr");
            for (int column = 0; column < kinds.size(); column++) {
                page.leaf("td", row.get(column), "class", kinds.get(column));
            }
            page.close().newLine();
        }
        page.close().close().close();
    }

    @Override
    public void markdown(MarkdownText text) {
        text.table(table.header(), table.rows());
    }

    private boolean numeric(int column) {
        return table.rows().stream()
                .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }
}
