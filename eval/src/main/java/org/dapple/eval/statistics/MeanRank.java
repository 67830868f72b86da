package org.dapple.eval.statistics;

import java.util.Arrays;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/** Ranks encoders over tasks whose scores cannot be averaged. */
public final class MeanRank {
    private MeanRank() {}

    /**
     * Averages ranks.
     *
     * @param scores [task][encoder], higher is better
     * @return the mean rank of each encoder, 1 the best; equal scores share their ranks
     */
    public static double[] of(double[][] scores) {
        double[] ranks = new double[scores[0].length];
        for (double[] task : scores) {
            double[] lowestFirst = new NaturalRanking()
                    .rank(Arrays.stream(task).map(score -> -score).toArray());
            for (int i = 0; i < ranks.length; i++) {
                ranks[i] += lowestFirst[i] / scores.length;
            }
        }
        return ranks;
    }
}
