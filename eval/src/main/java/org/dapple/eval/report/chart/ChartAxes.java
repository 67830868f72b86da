package org.dapple.eval.report.chart;

import java.util.List;
import java.util.function.DoubleFunction;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.markup.Ticks;

/**
 * Draws the axes of a chart: horizontal grid lines with their values at the left, and labels below. Places are in per
 * cent of the drawing, so that text keeps its size on every screen.
 */
final class ChartAxes {
    private ChartAxes() {}

    /** Opens the drawing of a chart. */
    static void open(Markup page, String label) {
        page.open("svg", "class", "axes", "role", "img", "aria-label", label);
    }

    /**
     * Draws a grid line for each tick of the vertical axis.
     *
     * @param unit follows the last value; may be empty
     * @param y finds the place of a tick
     */
    static void levels(Markup page, List<Double> ticks, String unit, DoubleFunction<String> y) {
        List<String> labels = Ticks.labels(ticks);
        for (int i = 0; i < ticks.size(); i++) {
            String at = y.apply(ticks.get(i));
            level(page, "grid", at);
            String label = labels.get(i) + (i == ticks.size() - 1 ? unit : "");
            page.leaf("text", label, "x", "0%", "y", at, "dx", "-8", "dy", "0.34em", "text-anchor", "end");
        }
    }

    /** Draws one horizontal line across the chart. */
    static void level(Markup page, String kind, String y) {
        page.empty("line", "class", kind, "x1", "0%", "x2", "100%", "y1", y, "y2", y);
    }

    /** Writes a label of the horizontal axis at {@code line} below the chart. */
    static void below(Markup page, String label, String x, String line, String anchor) {
        page.leaf("text", label, "x", x, "y", "100%", "dy", line, "text-anchor", anchor);
    }

    /** {@return a percentage as a coordinate} */
    static String at(double percent) {
        return Numerals.coordinate(percent) + "%";
    }
}
