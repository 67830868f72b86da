package org.dapple.eval.markup;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Chooses round numbers to write along an axis. */
public final class Ticks {
    private Ticks() {}

    /**
     * Lists the multiples of a round step.
     *
     * @param low lower end of the axis
     * @param high upper end of the axis
     * @param most steps between the ends
     * @return the multiples of 1, 2 or 5 × 10ⁿ within [low, high], at most {@code most + 1}
     */
    public static List<Double> between(double low, double high, int most) {
        double step = step(low, high, most);
        List<Double> ticks = new ArrayList<>();
        // Counted, not added up, so that no rounding error gathers; 0.0 + … turns -0 into 0.
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(0.0 + i * step);
        }
        return ticks;
    }

    /**
     * Finds a round step.
     *
     * @param low lower end of the axis
     * @param high upper end of the axis
     * @param most steps between the ends
     * @return 1, 2 or 5 × 10ⁿ
     */
    public static double step(double low, double high, int most) {
        double rough = (high - low) / most;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    /**
     * Formats ticks.
     *
     * @param ticks the values
     * @return the values, all with as many decimals as the longest needs
     */
    public static List<String> labels(List<Double> ticks) {
        List<BigDecimal> numbers =
                ticks.stream().map(tick -> new BigDecimal(Numerals.plain(tick))).toList();
        int decimals = numbers.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        return numbers.stream()
                .map(number -> number.setScale(Math.max(0, decimals), RoundingMode.UNNECESSARY)
                        .toPlainString())
                .toList();
    }
}
