package org.dapple.eval.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
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
}
