package org.dapple.data.task;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Metrics of how well scores rank the positive clips of a class above the others, as pure functions. Equal scores count
 * as one step, because their order has no meaning.
 */
public final class RankingMetrics {
    private RankingMetrics() {}

    /**
     * The mean precision at each positive clip: Σ (R<sub>n</sub> − R<sub>n−1</sub>) P<sub>n</sub> over the distinct
     * scores, in descending order, without interpolation.
     *
     * @param positive whether each clip has the class
     * @param scores the score of each clip
     * @return 0 to 1; NaN if no clip is positive
     */
    public static double averagePrecision(boolean[] positive, float[] scores) {
        int[] order = descending(positive, scores);
        int all = count(positive);
        double sum = 0;
        int found = 0;
        for (int first = 0; first < order.length; ) {
            int before = found;
            int next = first;
            while (next < order.length && scores[order[next]] == scores[order[first]]) {
                found += positive[order[next++]] ? 1 : 0;
            }
            sum += (double) (found - before) * found / next;
            first = next;
        }
        return all == 0 ? Double.NaN : sum / all;
    }

    /**
     * The area under the receiver operating characteristic: how often a positive clip scores higher than a negative
     * one; ties count half.
     *
     * @param positive whether each clip has the class
     * @param scores the score of each clip
     * @return 0 to 1; NaN if all clips or no clips are positive
     */
    public static double areaUnderRoc(boolean[] positive, float[] scores) {
        int[] order = descending(positive, scores);
        double wins = 0;
        long found = 0;
        long others = 0;
        for (int first = 0; first < order.length; ) {
            long foundBefore = found;
            long othersBefore = others;
            int next = first;
            while (next < order.length && scores[order[next]] == scores[order[first]]) {
                if (positive[order[next++]]) {
                    found++;
                } else {
                    others++;
                }
            }
            double equal = (found - foundBefore) / 2.0;
            wins += (others - othersBefore) * (foundBefore + equal);
            first = next;
        }
        return found == 0 || others == 0 ? Double.NaN : wins / ((double) found * others);
    }

    /**
     * The average precision of each class, averaged over the classes that occur.
     *
     * @param targets row-major [n, C], 1 where a clip has a class, else 0
     * @param scores row-major [n, C], higher for likelier classes
     * @param classes C
     * @return 0 to 1; NaN if no class occurs
     */
    public static double meanAveragePrecision(float[] targets, float[] scores, int classes) {
        int clips = targets.length / classes;
        boolean[] positive = new boolean[clips];
        float[] column = new float[clips];
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < classes; label++) {
            boolean occurs = false;
            for (int i = 0; i < clips; i++) {
                positive[i] = targets[i * classes + label] > 0;
                column[i] = scores[i * classes + label];
                occurs |= positive[i];
            }
            if (occurs) {
                sum += averagePrecision(positive, column);
                occurring++;
            }
        }
        return sum / occurring;
    }

    private static int count(boolean[] positive) {
        int count = 0;
        for (boolean one : positive) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private static int[] descending(boolean[] positive, float[] scores) {
        if (positive.length != scores.length || scores.length == 0) {
            throw new IllegalArgumentException("there must be as many labels as scores, and at least one; there are "
                    + positive.length + " and " + scores.length);
        }
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
