package org.dapple.eval.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.report.Page;
import org.dapple.eval.report.table.ComparisonMatrix.Pair;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.Verdict;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private static final Interval DIFFERENCE = new Interval(0.031, 0.01, 0.05, Interval.Kind.OVER_SOURCES);
    private static final Pair PAIR = new Pair("a", "b", DIFFERENCE, 0.0123, "McNemar", Verdict.BETTER);

    @Test
    void saysTheVerdictInWordsBothWaysRound() {
        Page table = page(new ComparisonMatrix(
                "t",
                List.of("a", "b", "c"),
                List.of(PAIR, new Pair("c", "a", DIFFERENCE, 1, "McNemar", Verdict.TOO_FEW_SOURCES)),
                ""));
        Page glance = table.classed("table", "glance").get(0);
        assertEquals(
                List.of(
                        "",
                        "",
                        "▲ better+3.1",
                        "too few sources−3.1",
                        "▼ worse−3.1",
                        "",
                        "",
                        "too few sources+3.1",
                        "",
                        ""),
                glance.texts("td"));
    }

    @Test
    void listsEveryNumber() {
        Page table = page(new ComparisonMatrix("t", List.of("a", "b"), List.of(PAIR), "by recordings"));
        assertEquals(List.of(), table.classed("table", "glance"), "two encoders need no matrix");
        assertEquals(
                List.of("a", "b", "+3.1sources +1.0 to +5.0", "", "0.012", "McNemar", "▲ better"), table.texts("td"));
        assertEquals("by recordings", table.classed("p", "note").get(0).text());
        Page whisker = table.classed("line", "whisker").get(0);
        // The axis reaches from -6 to +6 points.
        assertEquals(List.of("58.33%", "91.67%"), List.of(whisker.attribute("x1"), whisker.attribute("x2")));
    }

    @Test
    void writesSmallNumbersHonestly() {
        assertEquals("< 0.001", Numerals.probability(0.0009999));
        assertEquals("0.001", Numerals.probability(0.001));
        assertEquals("1.000", Numerals.probability(1));
        assertEquals("0.0", Numerals.points(-0.0001));
        assertEquals("−0.1", Numerals.points(-0.001));
        assertEquals("+100.0", Numerals.points(1));
    }

    @Test
    void refusesPairsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new ComparisonMatrix("t", List.of("a", "a"), List.of(), ""));
        assertThrows(
                IllegalArgumentException.class, () -> new ComparisonMatrix("t", List.of("a", "c"), List.of(PAIR), ""));
        Pair turned = new Pair("b", "a", DIFFERENCE, 1, "", Verdict.WORSE);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ComparisonMatrix("t", List.of("a", "b"), List.of(PAIR, turned), ""));
        Pair itself = new Pair("a", "a", DIFFERENCE, 1, "", Verdict.WORSE);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ComparisonMatrix("t", List.of("a", "b"), List.of(itself), ""));
        assertThrows(
                IllegalArgumentException.class, () -> new Pair("a", "b", DIFFERENCE, Double.NaN, "", Verdict.WORSE));
        Interval points = new Interval(3.1, 1, 5, Interval.Kind.OVER_SOURCES);
        assertThrows(IllegalArgumentException.class, () -> new Pair("a", "b", points, 1, "", Verdict.WORSE));
    }

    private static Page page(ComparisonMatrix matrix) {
        Markup page = new Markup();
        page.open("div");
        new ComparisonTable(matrix).html(page);
        return Page.parse(page.close().end());
    }
}
