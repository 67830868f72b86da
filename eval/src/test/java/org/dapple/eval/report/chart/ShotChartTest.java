package org.dapple.eval.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalDouble;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.Page;
import org.dapple.eval.report.chart.ShotCurves.Point;
import org.dapple.eval.report.chart.ShotCurves.Series;
import org.dapple.eval.statistics.Interval;
import org.junit.jupiter.api.Test;

class ShotChartTest {
    private static final ShotCurves CURVES = new ShotCurves(
            "t",
            List.of(
                    new Series(
                            "a",
                            List.of(point(1, false, 0.2, 0.1), point(10, false, 0.5, 0.05), point(100, true, 0.8, 0))),
                    new Series("b", List.of(point(10, false, 0.3, 0.05)))),
            OptionalDouble.of(0.1),
            "accuracy");

    @Test
    void shotsAreLogarithmic() {
        Page chart = page(CURVES);
        List<Page> marks = chart.classed("use", "m0");
        assertEquals(
                List.of("4%", "50%", "96%"),
                marks.stream()
                        .map(mark -> mark.attribute("x"))
                        .filter(x -> !x.isEmpty())
                        .toList());
        // The axis reaches from 0 to 100 %.
        assertEquals("50%", marks.get(1).attribute("y"));
        Page whisker = chart.classed("line", "span").get(1);
        assertEquals(List.of("55%", "45%"), List.of(whisker.attribute("y1"), whisker.attribute("y2")));
        assertEquals("90%", chart.classed("line", "chance").get(0).attribute("y1"));
    }

    @Test
    void theTableHasEveryNumber() {
        Page chart = page(CURVES);
        assertEquals(List.of("Labelled clips of each class", "1", "10", "all (100)", "a", "b"), chart.texts("th"));
        assertEquals(
                List.of(
                        "20.0\u202f%10.0 – 30.0",
                        "50.0\u202f%45.0 – 55.0", "80.0\u202f%", "", "30.0\u202f%25.0 – 35.0", ""),
                chart.texts("td"));
    }

    @Test
    void drawsOnePointAndNone() {
        page(new ShotCurves("t", List.of(), OptionalDouble.empty(), ""));
        ShotCurves one = new ShotCurves(
                "t", List.of(new Series("a", List.of(point(5, true, 0, 0)))), OptionalDouble.empty(), "");
        assertEquals("4%", page(one).classed("use", "m0").get(0).attribute("x"));
    }

    @Test
    void refusesPointsOutOfOrder() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Series("a", List.of(point(2, false, 0.5, 0), point(2, false, 0.5, 0))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Series("a", List.of(point(2, true, 0.5, 0), point(3, false, 0.5, 0))));
        assertThrows(IllegalArgumentException.class, () -> point(0, false, 0.5, 0));
        assertThrows(IllegalArgumentException.class, () -> point(1, false, 50, 0));
    }

    private static Point point(int shots, boolean all, double mean, double half) {
        Interval score = half == 0
                ? Interval.none(mean, Interval.Kind.ONE_RUN)
                : new Interval(mean, mean - half, mean + half, Interval.Kind.OVER_RUNS);
        return new Point(shots, all, score);
    }

    private static Page page(ShotCurves curves) {
        Markup page = new Markup();
        page.open("div");
        new ShotChart(curves).html(page);
        return Page.parse(page.close().end());
    }
}
