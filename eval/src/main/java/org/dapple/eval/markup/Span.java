package org.dapple.eval.markup;

import java.util.stream.DoubleStream;

/**
 * A stretch of numbers as a horizontal or vertical axis, from its lowest to its highest value.
 *
 * @param low at 0 %
 * @param high at 100 %
 */
public record Span(double low, double high) {

    /** Out to round numbers around all values, but not beyond the limits. */
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

    public boolean holds(double value) {
        return value >= low && value <= high;
    }

    /** Where a value lies, 0 to 100; values outside lie at the ends. */
    public double percent(double value) {
        return 100 * Math.max(0, Math.min(1, (value - low) / (high - low)));
    }

    /** The same as a coordinate of a drawing. */
    public String at(double value) {
        return Numerals.coordinate(percent(value)) + "%";
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e9) / 1e9;
    }
}
