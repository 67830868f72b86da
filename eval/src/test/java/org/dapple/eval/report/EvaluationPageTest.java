package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dapple.eval.report.chart.Curves;
import org.dapple.eval.report.chart.EmbeddingMap;
import org.dapple.eval.report.chart.Pictures;
import org.dapple.eval.report.chart.ShotCurves;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.report.table.ComparisonMatrix;
import org.dapple.eval.report.table.Confusion;
import org.dapple.eval.report.table.ScoreMatrix;
import org.dapple.eval.report.table.Scores;
import org.dapple.eval.report.table.TextTable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** A page with every part: what holds for all of them. */
class EvaluationPageTest {
    private static final ReportContent CONTENT = SampleEvaluation.content();
    private static final String HTML = HtmlReport.render(CONTENT);

    private static final Page PAGE = Page.parse(HTML);

    @Test
    void theSampleHasEveryPart() {
        Set<Class<?>> there = CONTENT.parts().stream().map(ReportPart::getClass).collect(Collectors.toSet());
        Set<Class<?>> all = Set.of(
                Scores.class,
                ScoreMatrix.class,
                ComparisonMatrix.class,
                ShotCurves.class,
                EmbeddingMap.class,
                Curves.class,
                Pictures.class,
                Confusion.class,
                TextTable.class);
        assertEquals(all, there);
        List<String> titles = CONTENT.parts().stream().map(ReportPart::title).collect(Collectors.toList());
        titles.add("Provenance");
        assertEquals(titles, PAGE.texts("h2"));
    }

    @Test
    void hostileTextStaysText() {
        assertEquals(1, PAGE.elements("script").size());
        assertFalse(HTML.contains("<script>alert"));
        for (int part = 0; part < 4; part++) {
            Element section = PAGE.elements("section").get(part);
            assertTrue(section.getTextContent().contains(SampleReport.HOSTILE), section.getAttribute("id"));
        }
        String name = SampleEvaluation.ENCODERS.get(2);
        assertTrue(PAGE.texts("th").contains(name));
        assertTrue(PAGE.classed("td", "open").size() >= 2);
        assertTrue(PAGE.elements("td").stream()
                .anyMatch(cell -> cell.getAttribute("data-task").equals("FSD50K " + SampleReport.HOSTILE + ", mAP")));
        assertTrue(
                PAGE.texts("title").contains("audio/fold4/5-200111-A-" + SampleReport.HOSTILE + ".wav\ncrying baby"));
    }

    @Test
    void allowsNothingButWhatIsInside() {
        assertEquals(
                "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; script-src"
                        + " 'unsafe-inline'",
                PAGE.elements("meta").stream()
                        .filter(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                        .findFirst()
                        .orElseThrow()
                        .getAttribute("content"));
        assertFalse(HTML.contains("://"), "an address");
        assertFalse(
                Pattern.compile("@import|url\\(|src=\"(?!data:)|href=\"(?!#|data:,)")
                        .matcher(HTML)
                        .find(),
                "a file");
    }

    @Test
    void everyNameIsUsedOnceAndEveryReferenceLeadsSomewhere() {
        List<String> names = PAGE.elements("*").stream()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        assertEquals(Set.copyOf(names).size(), names.size(), "each name once");
        for (Element use : PAGE.elements("use")) {
            assertTrue(names.contains(use.getAttribute("href").substring(1)), use.getAttribute("href"));
            String sound = use.getAttribute("data-sound");
            assertTrue(sound.isEmpty() || names.contains(sound), sound);
        }
    }

    @Test
    void drawsInsideItsBoxes() {
        String drawings = HTML.replaceAll("base64,[^\"]*", "");
        assertFalse(drawings.contains("NaN") || drawings.contains("Infinity"));
        Matcher matcher =
                Pattern.compile(" (?:x|y|x1|x2|y1|y2|cx|cy)=\"(-?[0-9.]+)%\"").matcher(drawings);
        int found = 0;
        for (; matcher.find(); found++) {
            double number = Double.parseDouble(matcher.group(1));
            assertTrue(number >= 0 && number <= 100, matcher.group());
        }
        assertTrue(found > 900, "coordinates found: " + found);
    }

    @Test
    void isTheSameEveryTime() {
        assertEquals(HTML, HtmlReport.render(CONTENT));
    }
}
