package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.eval.report.table.Confusion;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {
    private final String markdown = MarkdownReport.render(SampleEvaluation.content());

    @Test
    void everyPartHasItsHeading() {
        List<String> headings = new ArrayList<>(List.of("# Four encoders on five tasks"));
        SampleEvaluation.content().parts().forEach(part -> headings.add("## " + part.title()));
        headings.add("## Provenance");
        assertEquals(
                headings, markdown.lines().filter(line -> line.startsWith("#")).toList());
    }

    @Test
    void tablesHaveAsManyCellsInEveryRow() {
        int rows = 0;
        List<String> lines = markdown.lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith("|") && lines.get(i - 1).startsWith("|")) {
                assertEquals(cells(lines.get(i - 1)), cells(lines.get(i)), lines.get(i));
                rows++;
            }
        }
        assertTrue(rows > 40, "rows: " + rows);
    }

    @Test
    void scoresHaveBothIntervalsAndTheBestAreBold() {
        assertTrue(markdown.contains("| **61.4\u202f% (clips 59.3 – 63.3; runs 60.2 – 62.5)** |"), markdown);
        assertTrue(markdown.contains("| 58.7\u202f% (clips 56.6 – 60.6; runs 57.5 – 59.8) |"));
        assertTrue(markdown.contains("- runs: 95\u202f% interval, t over runs\n"));
        assertTrue(markdown.contains("| +2.7 | sources +1.1 to +4.2 | 0.031 | sign flips | better |"));
        assertTrue(markdown.contains("| all (32) |"));
        assertTrue(markdown.contains("The map of 312 clips of 13 classes is in the HTML report only."));
    }

    @Test
    void hostileTextStaysText() {
        assertFalse(markdown.contains("<"), "no markup");
        String odd = "a|b `c` *d* _e_ [f](g) <img src=x> ~~h~~ \\ #i\n# j \0";
        String rendered =
                MarkdownReport.render(new ReportContent(odd, "- " + odd, List.of(), Map.of("1. " + odd, odd)));
        String safe = "a\\|b \\`c\\` \\*d\\* \\_e\\_ \\[f\\](g) &lt;img src=x&gt; \\~\\~h\\~\\~ \\\\ \\#i \\# j \ufffd";
        assertEquals(
                "# " + safe + "\n\n\\- " + safe + "\n\n## Provenance\n\n|  |  |\n| --- | --- |\n| 1\\. " + safe + " | "
                        + safe + " |\n",
                rendered);
    }

    @Test
    void manyClassesAreNotPrintedAsAMatrix() {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            labels.add("class " + i);
        }
        int[][] counts = new int[21][21];
        counts[3][5] = 7;
        String text = MarkdownReport.render(
                new ReportContent("t", "", List.of(new Confusion("c", labels, counts)), Map.of()));
        assertFalse(text.contains("|"), text);
        assertTrue(text.contains("- class 3 taken for class 5: 7 of 7"), text);
    }

    private static int cells(String line) {
        return line.replace("\\|", "").split("\\|", -1).length;
    }
}
