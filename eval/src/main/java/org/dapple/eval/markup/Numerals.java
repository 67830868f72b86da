package org.dapple.eval.markup;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.dapple.eval.statistics.Interval;

/** Numbers as the report writes them, the same in every locale. */
public final class Numerals {
    /** Keeps a number and its unit on one line. */
    private static final char THIN_SPACE = '\u202f';

    private Numerals() {}

    /** {@code 61.4 %} for 0.6142. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%c%%", share * 100, THIN_SPACE);
    }

    /** {@code 58.7 – 64.1} for shares, without their unit. */
    public static String range(Interval shares) {
        return signed(shares.low(), "") + " – " + signed(shares.high(), "");
    }

    /** {@code +3.1}, {@code −0.4} or {@code 0.0}: percentage points of a difference of shares. */
    public static String points(double difference) {
        return signed(difference, "+");
    }

    /** {@code +1.2 – +5.0}: see {@link #points}. */
    public static String pointRange(Interval difference) {
        return points(difference.low()) + " to " + points(difference.high());
    }

    private static String signed(double share, String plus) {
        String digits = String.format(Locale.ROOT, "%.1f", Math.abs(share) * 100);
        return (digits.equals("0.0") ? "" : share < 0 ? "−" : plus) + digits;
    }

    /** Three decimals; what is less is said to be so. */
    public static String probability(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    /** {@code 12,800}. */
    public static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** At most five significant digits, without trailing zeros, and an exponent only where it is shorter to read. */
    public static String plain(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(5)).stripTrailingZeros();
        double size = Math.abs(number);
        return size >= 1e-4 && size < 1e7 ? rounded.toPlainString() : rounded.toString();
    }

    /** A coordinate, rounded to hundredths so that the same content gives the same bytes. */
    public static String coordinate(double value) {
        return new BigDecimal(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
