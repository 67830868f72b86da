package org.dapple.eval.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.dapple.eval.report.HtmlReport;
import org.dapple.eval.report.MarkdownReport;
import org.dapple.eval.report.Page;
import org.dapple.eval.report.ReportContent;
import org.junit.jupiter.api.Test;

class PlainTableTest {
    private final ReportContent content = new ReportContent(
            "Report",
            "",
            List.of(new TextTable(
                    "Table",
                    List.of("name", "score"),
                    List.of(List.of("a", "1.0"), List.of("b", "2.0")),
                    Set.of(new TextTable.Place(1, 1)),
                    "What is bold is best.")),
            Map.of());

    @Test
    void whatIsStrongIsBoldAndTheNoteIsBelow() {
        Page page = Page.parse(HtmlReport.render(content));
        assertEquals(List.of("a", "1.0", "b", "2.0"), page.texts("td"));
        assertEquals(List.of("2.0"), page.texts("strong"));
        assertEquals(2, page.classed("td", "number").size(), "a bold number is still a number");
        assertTrue(page.texts("p").contains("What is bold is best."));
        String markdown = MarkdownReport.render(content);
        assertTrue(markdown.contains("| b | **2.0** |"), markdown);
        assertTrue(markdown.contains("\n\nWhat is bold is best."), markdown);
    }

    @Test
    void boldCellsAreInReadingOrderInEveryProcess() {
        List<TextTable.Place> places = IntStream.range(0, 40)
                .mapToObj(i -> new TextTable.Place(i / 2, i % 2))
                .toList();
        List<List<String>> rows = Collections.nCopies(20, List.of("a", "b"));
        TextTable table = new TextTable("t", List.of("x", "y"), rows, Set.copyOf(places), "");
        assertEquals(places, List.copyOf(table.strong()));
    }
}
