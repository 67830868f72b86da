package org.dapple.eval.markup;

import java.util.stream.DoubleStream;

/**
 * The range of a horizontal or vertical axis.
 *
 * @param low the value at 0 %
 * @param high the value at 100 %
 */
public record Span(double low, double high) {

    /**
     * Finds the range of an axis, from one round number to another around all values.
     *
     * @param values those that are not finite are left out
     * @param lowest lower limit of the range
     * @param highest upper limit of the range
     * @return a range within the limits
     */
    public static Span around(DoubleStream values, double lowest, double highest) {
        double[] finite = values.filter(Double::isFinite).toArray();
        double low = DoubleStream.of(finite).min().orElse(lowest);
        double high = DoubleStream.of(finite).max().orElse(highest);
        double step = Ticks.step(low - 1e-3, high + 1e-3, 4);
        // Rounded, because 3 · 0.1 is not 0.3.
        return new Span(
                Math.max(lowest, rounded(Math.floor(low / step - 0.1) * step)),
                Math.min(highest, rounded(Math.ceil(high / step + 0.1) * step)));
    }

    /**
     * Whether a value lies on the axis.
     *
     * @param value any
     * @return true also at the ends
     */
    public boolean holds(double value) {
        return value >= low && value <= high;
    }

    /**
     * Finds the place of a value.
     *
     * @param value any
     * @return 0 to 100; values outside lie at the ends
     */
    public double percent(double value) {
        return 100 * Math.max(0, Math.min(1, (value - low) / (high - low)));
    }

    /**
     * Finds the place of a value as a coordinate of a drawing.
     *
     * @param value any
     * @return for example {@code 37.5%}
     */
    public String at(double value) {
        return Numerals.coordinate(percent(value)) + "%";
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e9) / 1e9;
    }
}
