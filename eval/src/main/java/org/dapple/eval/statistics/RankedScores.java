package org.dapple.eval.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of clips that may have several classes, sorted once, so that the mean average precision can be computed again
 * and again without some of the clips, as a jackknife does.
 */
public final class RankedScores {
    /** The clips for each class that occurs, from the highest score down. */
    private final List<int[]> orders = new ArrayList<>();
    /** Whether each of these clips has the class. */
    private final List<boolean[]> positives = new ArrayList<>();
    /** Whether the score falls after each of these clips, which ends a step. */
    private final List<boolean[]> steps = new ArrayList<>();

    private RankedScores() {}

    /**
     * Sorts scores.
     *
     * @param targets row-major [n, C], 1 where a clip has a class
     * @param scores row-major [n, C], higher is likelier
     * @param classes C
     * @param members the clips of the n that are ranked together: the test clips of a fold
     * @return the sorted scores of the classes that occur
     */
    public static RankedScores of(float[] targets, float[] scores, int classes, int... members) {
        RankedScores ranked = new RankedScores();
        int clips = members.length;
        for (int label = 0; label < classes; label++) {
            int column = label;
            int[] order = Arrays.stream(members)
                    .boxed()
                    .sorted(Comparator.comparingDouble(clip -> -scores[clip * classes + column]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            boolean[] positive = new boolean[clips];
            boolean[] step = new boolean[clips];
            boolean occurs = false;
            for (int i = 0; i < clips; i++) {
                positive[i] = targets[order[i] * classes + label] > 0;
                occurs |= positive[i];
                step[i] =
                        i == clips - 1 || scores[order[i] * classes + label] != scores[order[i + 1] * classes + label];
            }
            if (occurs) {
                ranked.orders.add(order);
                ranked.positives.add(positive);
                ranked.steps.add(step);
            }
        }
        return ranked;
    }

    /**
     * Computes the mean average precision of weighted clips.
     *
     * @param weights how often each of the n clips counts, at least 0
     * @return 0 to 1, over the classes that a counting clip has; NaN if there is none
     */
    public double meanAveragePrecision(int[] weights) {
        double sum = 0;
        int occurring = 0;
        for (int number = 0; number < orders.size(); number++) {
            double precision = averagePrecision(orders.get(number), positives.get(number), steps.get(number), weights);
            if (!Double.isNaN(precision)) {
                sum += precision;
                occurring++;
            }
        }
        return sum / occurring;
    }

    private static double averagePrecision(int[] order, boolean[] positive, boolean[] step, int[] weights) {
        long found = 0;
        long seen = 0;
        long before = 0;
        double sum = 0;
        for (int i = 0; i < order.length; i++) {
            int weight = weights[order[i]];
            seen += weight;
            found += positive[i] ? weight : 0;
            if (step[i] && found > before) {
                sum += (double) (found - before) * found / seen;
                before = found;
            }
        }
        return found == 0 ? Double.NaN : sum / found;
    }

    /** {@return the mean number of clips of a class, over the classes that occur; NaN if there is none} */
    public double clipsPerClass() {
        return positives.stream()
                .mapToInt(positive -> (int) IntStream.range(0, positive.length)
                        .filter(i -> positive[i])
                        .count())
                .average()
                .orElse(Double.NaN);
    }
}
