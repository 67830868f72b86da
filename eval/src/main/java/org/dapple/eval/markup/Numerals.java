package org.dapple.eval.markup;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.dapple.eval.statistics.Interval;

/** Formats numbers for reports, independently of the locale. */
public final class Numerals {
    /** Keeps a number and its unit on one line. */
    private static final char THIN_SPACE = '\u202f';

    private Numerals() {}

    /**
     * Formats a share.
     *
     * @param share 0 to 1
     * @return for example {@code 61.4 %}
     */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%c%%", share * 100, THIN_SPACE);
    }

    /**
     * Formats an interval of shares, without the unit.
     *
     * @param shares the interval
     * @return for example {@code 58.7 – 64.1}
     */
    public static String range(Interval shares) {
        return signed(shares.low(), "") + " – " + signed(shares.high(), "");
    }

    /**
     * Formats a difference of shares in percentage points.
     *
     * @param difference −1 to 1
     * @return for example {@code +3.1}, {@code −0.4} or {@code 0.0}
     */
    public static String points(double difference) {
        return signed(difference, "+");
    }

    /**
     * Formats an interval of a difference of shares in percentage points.
     *
     * @param difference the interval
     * @return for example {@code +1.2 to +5.0}
     */
    public static String pointRange(Interval difference) {
        return points(difference.low()) + " to " + points(difference.high());
    }

    private static String signed(double share, String plus) {
        String digits = String.format(Locale.ROOT, "%.1f", Math.abs(share) * 100);
        return (digits.equals("0.0") ? "" : share < 0 ? "−" : plus) + digits;
    }

    /**
     * Formats a p-value with three decimals.
     *
     * @param p 0 to 1
     * @return for example {@code 0.031}, or {@code < 0.001}
     */
    public static String probability(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    /**
     * Formats a whole number with separators.
     *
     * @param number any
     * @return for example {@code 12,800}
     */
    public static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * Formats a number with at most five significant digits and without trailing zeros.
     *
     * @param number finite
     * @return with an exponent only where that is shorter to read
     */
    public static String plain(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(5)).stripTrailingZeros();
        double size = Math.abs(number);
        return size >= 1e-4 && size < 1e7 ? rounded.toPlainString() : rounded.toString();
    }

    /**
     * Formats a coordinate of a drawing, rounded to hundredths, so that the same content gives the same bytes.
     *
     * @param value finite
     * @return for example {@code 37.5}
     */
    public static String coordinate(double value) {
        return new BigDecimal(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
