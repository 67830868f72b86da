package org.dapple.eval.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.Page;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CurveChartTest {

    @Test
    void putsThePointsWhereTheAxesSay() {
        Page chart = chart(new Curve("loss", List.of(point(0, 1), point(50, 0), point(200, 0.5))));
        assertEquals(
                "0,0 250,1000 1000,500", chart.classed("polyline", "raw").get(0).attribute("points"));
        assertEquals(
                List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "0", "50", "100", "150", "200"), chart.texts("text"));
    }

    @Test
    void keepsEverySpikeOfALongCurve() {
        List<Curve.Point> points = new ArrayList<>();
        for (int step = 0; step < 100_000; step++) {
            points.add(point(step, step == 77_777 ? 9 : 1 + 1e-3 * (step % 10)));
        }
        CurveTrace trace = CurveTrace.of(new Curve("loss", points));
        assertTrue(trace.steps().length <= 1002, trace.steps().length + " points");
        assertEquals(0, trace.steps()[0]);
        assertEquals(99_999, trace.steps()[trace.steps().length - 1]);
        assertEquals(9, trace.values()[Arrays.binarySearch(trace.steps(), 77_777)]);
        assertEquals(1.0045 + 8 / 4001.0, trace.smooth()[Arrays.binarySearch(trace.steps(), 77_777)], 1e-4);
        assertInside(chart(new Curve("loss", points)));
    }

    @Test
    void leavesOutWhatIsNotFiniteAndSaysSo() {
        Page chart = chart(
                new Curve("diverged", List.of(point(1, 2), point(2, Double.NaN), point(3, Double.POSITIVE_INFINITY))),
                new Curve("broken", List.of(point(1, Double.NaN))),
                new Curve("empty", List.of()));
        assertInside(chart);
        assertTrue(chart.texts("span").contains("diverged – 2 at step 1, 2 values not finite"));
        assertTrue(chart.texts("span").contains("broken – no finite value, 1 values not finite"));
        assertTrue(chart.texts("span").contains("empty – no finite value"));
    }

    @Test
    void drawsConstantsAndTinyAndNegativeValues() {
        for (double value : new double[] {0, 7, -3, 1e-9, 12345678.9}) {
            Page chart = chart(new Curve("flat", List.of(point(10, value), point(20, value))));
            assertInside(chart);
            assertFalse(chart.texts("text").isEmpty());
        }
    }

    @Test
    void fewPointsAreNotSmoothedAndNothingIsSaidOfIt() {
        Page few = chart(new Curve("probe", List.of(point(0, 20), point(750, 50.1 / 3), point(1500, 55))));
        assertEquals(List.of("probe – 55 at step 1,500", "Not comparable."), few.texts("span"));
        assertEquals("loss", few.texts("p").get(0));
        List<Curve.Point> many =
                IntStream.range(0, 500).mapToObj(step -> point(step, step % 7)).toList();
        assertTrue(chart(new Curve("loss", many)).texts("span").stream().anyMatch(text -> text.startsWith("Light: ")));
    }

    @Test
    void smallDifferencesLookSmall() {
        Page chart = chart(10, new Curve("probe", List.of(point(0, 50), point(1, 51))));
        Element line = chart.elements("polyline").get(0);
        String[] ends = line.getAttribute("points").split("[ ,]", -1);
        double rise = Double.parseDouble(ends[1]) - Double.parseDouble(ends[3]);
        assertTrue(rise > 0 && rise <= CurveChart.BOX / 10.0, "one of at least ten: " + rise);
    }

    @Test
    void refusesStepsThatDoNotRise() {
        assertThrows(IllegalArgumentException.class, () -> new Curve("loss", List.of(point(2, 1), point(2, 1))));
    }

    private static Curve.Point point(long step, double value) {
        return new Curve.Point(step, value);
    }

    private static Page chart(Curve... curves) {
        return chart(0, curves);
    }

    private static Page chart(double leastRange, Curve... curves) {
        Markup page = new Markup();
        new CurveChart(new Curves("Training", "loss", "Not comparable.", leastRange, List.of(curves))).html(page);
        return Page.parse(page.end());
    }

    private static void assertInside(Page chart) {
        int found = 0;
        for (Element line : chart.elements("polyline")) {
            for (String number : line.getAttribute("points").split("[ ,]", -1)) {
                if (!number.isEmpty()) {
                    double coordinate = Double.parseDouble(number);
                    assertTrue(coordinate >= 0 && coordinate <= CurveChart.BOX, "outside: " + number);
                    found++;
                }
            }
        }
        assertTrue(found > 0, "no coordinates");
    }
}
