package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dapple.eval.report.table.ScoreRow;
import org.dapple.eval.report.table.Scores;
import org.dapple.eval.statistics.Interval;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlReportTest {
    private static final Pattern PERCENT_COORDINATE = Pattern.compile(" (?:x|y|x1|x2|y1|y2|cx|cy)=\"([^\"]*)\"");

    private final String html = HtmlReport.render(SampleReport.content());
    private final Page page = Page.parse(html);

    @Test
    void isWellFormedAndHasEveryPart() {
        assertEquals(
                List.of(
                        "Scores",
                        "Training",
                        "Pictures",
                        "Speech Commands 12: confusions",
                        "Accuracy by fold",
                        "Provenance"),
                page.texts("h2"));
        for (Element link : page.elements("a")) {
            String target = link.getAttribute("href").substring(1);
            assertTrue(page.elements("section").stream()
                    .anyMatch(part -> part.getAttribute("id").equals(target)));
        }
    }

    @Test
    void leavesOutWhatIsEmpty() {
        ReportContent bare = new ReportContent("t", "s", List.of(), Map.of());
        Page nothing = Page.parse(HtmlReport.render(bare));
        assertEquals(List.of(), nothing.texts("h2"));
        assertEquals(List.of("t"), nothing.texts("h1"));
    }

    @Test
    void showsEveryScore() {
        List<Element> rows = page.classed("table", "scores").get(0).elements("tr");
        assertEquals(4, rows.size());
        assertEquals(
                List.of("61.4\u202f%", "88.3\u202f%", "42.7\u202f%"),
                page.classed("td", "mean").stream().map(Page::text).toList());
        assertEquals(
                "35.2\u202f% – 50.5\u202f%, jackknife over sources",
                page.classed("td", "interval").get(2).text());
        assertEquals(
                List.of("2%", "8.33%", "14.29%"),
                page.classed("line", "chance").stream()
                        .map(line -> line.attribute("x1"))
                        .toList());
        Page whisker = page.classed("line", "whisker").get(2);
        assertEquals("35.2%", whisker.attribute("x1"));
        assertEquals("50.5%", whisker.attribute("x2"));
        assertEquals("42.7%", page.classed("circle", "dot").get(2).attribute("cx"));
    }

    @Test
    void saysWhereThereIsNoInterval() {
        ScoreRow alone = new ScoreRow("few", Interval.none(0.5, Interval.Kind.FEW_SOURCES), OptionalDouble.empty(), "");
        Page single = Page.parse(HtmlReport.render(
                new ReportContent("t", "s", List.of(new Scores("Scores", List.of(alone))), Map.of())));
        assertEquals(
                "no interval: fewer than six sources",
                single.classed("td", "interval").get(0).text());
        assertEquals(List.of(), single.classed("line", "whisker"));
        assertEquals(List.of(), single.classed("line", "chance"));
        assertEquals(List.of(), single.classed("span", "chance"));
    }

    @Test
    void escapesEveryText() {
        assertFalse(html.contains("<script>alert"));
        assertEquals(1, page.elements("script").size());
        assertTrue(page.texts("dd").contains("clips/" + SampleReport.HOSTILE + "/train.csv"));
        assertTrue(page.texts("figcaption").contains("clip " + SampleReport.HOSTILE + ".wav"));
        assertTrue(page.texts("th").contains("Emotions, " + SampleReport.HOSTILE));
        assertTrue(page.elements("img").stream()
                .anyMatch(image -> image.getAttribute("alt").equals("clip " + SampleReport.HOSTILE + ".wav")));
        String odd = "nul \0, escape \u001b, half \ud83d, whole 🎵, not a character \uffff";
        ReportContent content = new ReportContent(odd, odd, List.of(), Map.of(odd, odd));
        assertEquals(
                List.of("nul \ufffd, escape \ufffd, half \ufffd, whole 🎵, not a character \ufffd"),
                Page.parse(HtmlReport.render(content)).texts("h1"));
    }

    @Test
    void needsNothingFromOutside() {
        assertFalse(html.contains("://"), "an address");
        assertFalse(
                Pattern.compile("@import|url\\(|src=\"(?!data:)").matcher(html).find(), "a file");
        assertTrue(html.contains("default-src &#39;none&#39;"));
    }

    @Test
    void drawsInsideItsBoxes() {
        String withoutPictures = html.replaceAll("base64,[^\"]*", ""); // where any three letters may meet
        assertFalse(withoutPictures.contains("NaN") || withoutPictures.contains("Infinity"));
        Matcher matcher = PERCENT_COORDINATE.matcher(html);
        int found = 0;
        for (; matcher.find(); found++) {
            String value = matcher.group(1);
            assertTrue(value.endsWith("%"), value);
            double number = Double.parseDouble(value.substring(0, value.length() - 1));
            assertTrue(number >= 0 && number <= 100, value);
        }
        assertTrue(found > 50, "coordinates found: " + found);
    }

    @Test
    void setsNumbersFlushRight() {
        List<String> kinds = page.classed("table", "plain").get(0).elements("th").stream()
                .map(cell -> cell.getAttribute("class"))
                .toList();
        assertEquals(List.of("number", "number", "number", "number", "words"), kinds);
    }

    @Test
    void isTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals(html, HtmlReport.render(SampleReport.content()));
        } finally {
            Locale.setDefault(before);
        }
    }
}
