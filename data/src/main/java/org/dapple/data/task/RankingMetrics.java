package org.dapple.data.task;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Scores of how well numbers put the positive clips of a class before the others, as pure functions. Equal scores are
 * one step: their order tells nothing.
 */
public final class RankingMetrics {
    private RankingMetrics() {}

    /**
     * The mean precision at each positive clip: Σ (R<sub>n</sub> − R<sub>n−1</sub>) P<sub>n</sub> over the distinct
     * scores, from the highest down, without interpolation.
     *
     * @param positive whether each clip has the class
     * @param scores as many
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
     * The area under the receiver operating characteristic: how often a positive clip scores higher than another one,
     * equal scores counting half.
     *
     * @param positive whether each clip has the class
     * @param scores as many
     * @return 0 to 1; NaN if all clips are positive or none is
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
     * @param scores row-major [n, C], higher is likelier
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
            throw new IllegalArgumentException("truth and scores must be equally many and not none; they are "
                    + positive.length + " and " + scores.length);
        }
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
