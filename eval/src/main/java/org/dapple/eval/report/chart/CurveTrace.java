package org.dapple.eval.report.chart;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The drawn part of a curve: at most about a thousand of its points, chosen so that no spike is lost, with a smoothed
 * value at each.
 *
 * @param steps the chosen steps, rising
 * @param values the values there
 * @param smooth centred moving average over 4 % of the curve
 * @param leftOut number of points that are not finite
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
record CurveTrace(long[] steps, double[] values, double[] smooth, int leftOut) {
    private static final int BUCKETS = 500;

    static CurveTrace of(Curve curve) {
        List<Curve.Point> finite = curve.points().stream()
                .filter(point -> Double.isFinite(point.value()))
                .toList();
        double[] all = finite.stream().mapToDouble(Curve.Point::value).toArray();
        double[] average = smooth(all);
        int[] chosen = choose(all);
        return new CurveTrace(
                Arrays.stream(chosen).mapToLong(i -> finite.get(i).step()).toArray(),
                Arrays.stream(chosen).mapToDouble(i -> all[i]).toArray(),
                Arrays.stream(chosen).mapToDouble(i -> average[i]).toArray(),
                curve.points().size() - finite.size());
    }

    /** {@return the lowest and the highest point of each bucket, and both ends} */
    private static int[] choose(double[] all) {
        boolean[] chosen = new boolean[all.length];
        int buckets = Math.min(BUCKETS, all.length);
        for (int bucket = 0; bucket < buckets; bucket++) {
            int first = (int) ((long) bucket * all.length / buckets);
            int end = (int) ((long) (bucket + 1) * all.length / buckets);
            int lowest = first;
            int highest = first;
            for (int i = first; i < end; i++) {
                lowest = all[i] < all[lowest] ? i : lowest;
                highest = all[i] > all[highest] ? i : highest;
            }
            chosen[lowest] = true;
            chosen[highest] = true;
        }
        if (all.length > 0) {
            chosen[0] = true;
            chosen[all.length - 1] = true;
        }
        return IntStream.range(0, all.length).filter(i -> chosen[i]).toArray();
    }

    /** {@return whether smoothing changed any value; it does not change a few points} */
    boolean isSmoothed() {
        return !Arrays.equals(values, smooth);
    }

    private static double[] smooth(double[] all) {
        double[] sums = new double[all.length + 1];
        for (int i = 0; i < all.length; i++) {
            sums[i + 1] = sums[i] + all[i];
        }
        double[] average = new double[all.length];
        for (int i = 0; i < all.length; i++) {
            // Narrow at the start, where a loss falls steeply; only one-sided at the end, where it is flat.
            int before = Math.min(i, all.length / 50);
            int after = Math.min(before, all.length - 1 - i);
            average[i] = before == 0 ? all[i] : (sums[i + after + 1] - sums[i - before]) / (before + after + 1);
        }
        return average;
    }
}
