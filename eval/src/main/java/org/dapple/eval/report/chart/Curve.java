package org.dapple.eval.report.chart;

import java.util.List;

/**
 * A named series of values over training steps.
 *
 * @param name for example {@code loss}
 * @param points with rising steps; values that are not finite are not drawn, but counted beside the chart
 */
public record Curve(String name, List<Point> points) {

    /**
     * One value.
     *
     * @param step training step
     * @param value for example a loss
     */
    public record Point(long step, double value) {}

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if a step does not follow the one before
     */
    public Curve {
        points = List.copyOf(points);
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).step() <= points.get(i - 1).step()) {
                throw new IllegalArgumentException("the steps of curve '" + name + "' must rise; step "
                        + points.get(i).step() + " follows "
                        + points.get(i - 1).step());
            }
        }
    }
}
