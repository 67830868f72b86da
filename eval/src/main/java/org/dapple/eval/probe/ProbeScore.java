package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.RankingMetrics;

/** Computes a set's metric from the scores of clips. */
public final class ProbeScore {
    private ProbeScore() {}

    /**
     * Computes the metric.
     *
     * @param metric the metric of the set
     * @param scores [n, C]
     * @param targets [n, C], 1 where a clip has a class
     * @return 0 to 1
     */
    public static double of(DownstreamMetric metric, NDArray scores, NDArray targets) {
        try (NDManager scope = scores.getManager().newSubManager()) {
            scope.tempAttachAll(scores, targets);
            return switch (metric) {
                case ACCURACY ->
                    scores.argMax(1).eq(targets.argMax(1)).sum().getLong()
                            / (double) scores.getShape().get(0);
                case MEAN_AVERAGE_PRECISION ->
                    RankingMetrics.meanAveragePrecision(
                            targets.toFloatArray(),
                            scores.toFloatArray(),
                            Math.toIntExact(scores.getShape().get(1)));
            };
        }
    }
}
