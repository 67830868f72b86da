package org.dapple.eval.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as the report writes them, the same in every locale. */
final class Numerals {
    /** Keeps a number and its unit on one line. */
    private static final char THIN_SPACE = '\u202f';

    private Numerals() {}

    /** {@code 61.4 %} for 0.6142. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%c%%", share * 100, THIN_SPACE);
    }

    /** {@code 12,800}. */
    static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** At most five significant digits, without trailing zeros, and an exponent only where it is shorter to read. */
    static String plain(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(5)).stripTrailingZeros();
        double size = Math.abs(number);
        return size >= 1e-4 && size < 1e7 ? rounded.toPlainString() : rounded.toString();
    }

    /** A coordinate, rounded to hundredths so that the same content gives the same bytes. */
    static String coordinate(double value) {
        return new BigDecimal(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
