package org.dapple.eval.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * Two encoders' rankings of the same clips, merged once, so that the difference of their mean average precisions can be
 * computed again and again with some clips swapped between the two. Ranks are swapped, not scores: the encoders' scores
 * have different scales, and the average precision depends on ranks alone.
 */
public final class RankedPair {
    /** Both encoders' ranks for each class that occurs, from the highest down. */
    private final List<Merged> classes = new ArrayList<>();

    /** Element i is one encoder's rank for a clip; a step ends where the next rank is lower. */
    @SuppressWarnings("ArrayRecordComponent") // an intermediate result, never compared
    private record Merged(int[] clip, boolean[] ofFirst, boolean[] positive, boolean[] step) {}

    private RankedPair() {}

    /**
     * Merges two rankings.
     *
     * @param targets row-major [n, C], 1 where a clip has a class
     * @param first the first encoder's scores, row-major [n, C], higher is likelier
     * @param second the second encoder's scores, row-major [n, C]
     * @param classes C
     * @param members the clips of the n that are ranked together: the test clips of a fold
     * @return the merged rankings
     */
    public static RankedPair of(float[] targets, float[] first, float[] second, int classes, int... members) {
        RankedPair pair = new RankedPair();
        for (int label = 0; label < classes; label++) {
            int column = label;
            boolean[] positive = new boolean[members.length];
            boolean occurs = false;
            for (int i = 0; i < members.length; i++) {
                positive[i] = targets[members[i] * classes + label] > 0;
                occurs |= positive[i];
            }
            if (occurs) {
                double[] mine = ranks(first, classes, column, members);
                double[] its = ranks(second, classes, column, members);
                pair.classes.add(merged(mine, its, positive, members));
            }
        }
        return pair;
    }

    private static double[] ranks(float[] scores, int classes, int column, int[] members) {
        double[] values = new double[members.length];
        for (int i = 0; i < members.length; i++) {
            values[i] = scores[members[i] * classes + column];
        }
        return new NaturalRanking().rank(values);
    }

    private static Merged merged(double[] mine, double[] its, boolean[] positive, int[] members) {
        int clips = members.length;
        double[] ranks = new double[2 * clips];
        System.arraycopy(mine, 0, ranks, 0, clips);
        System.arraycopy(its, 0, ranks, clips, clips);
        int[] order = IntStream.range(0, ranks.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -ranks[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] clip = new int[order.length];
        boolean[] ofFirst = new boolean[order.length];
        boolean[] has = new boolean[order.length];
        boolean[] step = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            clip[i] = members[order[i] % clips];
            ofFirst[i] = order[i] < clips;
            has[i] = positive[order[i] % clips];
            step[i] = i == order.length - 1 || ranks[order[i]] != ranks[order[i + 1]];
        }
        return new Merged(clip, ofFirst, has, step);
    }

    /**
     * Computes the difference of the mean average precisions.
     *
     * @param swapped for each of the n clips, whether the encoders' ranks are swapped
     * @return the first encoder's minus the second's, −1 to 1; 0 if no class occurs
     */
    public double difference(boolean[] swapped) {
        double sum = 0;
        for (Merged merged : classes) {
            sum += difference(merged, swapped);
        }
        return classes.isEmpty() ? 0 : sum / classes.size();
    }

    private static double difference(Merged merged, boolean[] swapped) {
        int[] seen = new int[2];
        int[] found = new int[2];
        int[] before = new int[2];
        double[] sums = new double[2];
        for (int i = 0; i < merged.clip.length; i++) {
            int side = merged.ofFirst[i] == swapped[merged.clip[i]] ? 1 : 0;
            seen[side]++;
            found[side] += merged.positive[i] ? 1 : 0;
            if (merged.step[i]) {
                for (int end = 0; end < 2; end++) {
                    if (found[end] > before[end]) {
                        sums[end] += (double) (found[end] - before[end]) * found[end] / seen[end];
                        before[end] = found[end];
                    }
                }
            }
        }
        return (sums[0] - sums[1]) / found[0];
    }
}
