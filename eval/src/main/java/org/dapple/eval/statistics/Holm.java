package org.dapple.eval.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Adjusts the p-values of several comparisons, so that the chance of any false claim among them is no higher than a
 * single p-value says. Source: Holm, "A Simple Sequentially Rejective Multiple Test Procedure" (1979).
 */
public final class Holm {
    private Holm() {}

    /**
     * Adjusts p-values.
     *
     * @param pValues of the comparisons
     * @return the adjusted p-values in the same order, at most 1
     */
    public static double[] adjusted(double... pValues) {
        int[] order = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            largest = Math.max(largest, Math.min(1, (order.length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }
}
