package org.dapple.data.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class RankingMetricsTest extends WithManager {
    /** scikit-learn's, with ties. */
    @Test
    void averagePrecisionEqualsTheReference() {
        Golden golden = Golden.load(manager, "probe.npz");
        NDArray truth = golden.get("map_y");
        NDArray scores = golden.get("map_score");
        float[] expected = golden.get("map_ap").toFloatArray();
        double sum = 0;
        for (int c = 0; c < expected.length; c++) {
            double ap = RankingMetrics.averagePrecision(column(truth, c), values(scores, c));
            assertEquals(expected[c], ap, 1e-6, "class " + c);
            sum += ap;
        }
        assertEquals(golden.get("map_mean").toFloatArray()[0], sum / expected.length, 1e-6);
    }

    private static boolean[] column(NDArray truth, int column) {
        float[] values = values(truth, column);
        boolean[] positive = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            positive[i] = values[i] > 0;
        }
        return positive;
    }

    private static float[] values(NDArray table, int column) {
        return table.get(":, " + column).toType(DataType.FLOAT32, false).toFloatArray();
    }

    @Test
    void equalScoresAreOneStep() {
        boolean[] positive = {true, false, false, true};
        float[] equal = {2, 2, 2, 2};
        assertEquals(0.5, RankingMetrics.averagePrecision(positive, equal));
        assertEquals(0.5, RankingMetrics.areaUnderRoc(positive, equal));
        float[] scores = {4, 3, 2, 1};
        assertEquals((1 + 0.5) / 2, RankingMetrics.averagePrecision(positive, scores));
        assertEquals(0.5, RankingMetrics.areaUnderRoc(positive, scores));
        assertEquals(1, RankingMetrics.areaUnderRoc(positive, new float[] {4, 1, 2, 3}));
        assertEquals((2 + 0.5) / 4, RankingMetrics.areaUnderRoc(positive, new float[] {4, 3, 2, 2}));
    }

    @Test
    void whereNothingCanBeRankedThereIsNoScore() {
        float[] scores = {1, 2};
        assertTrue(Double.isNaN(RankingMetrics.averagePrecision(new boolean[2], scores)));
        assertTrue(Double.isNaN(RankingMetrics.areaUnderRoc(new boolean[] {true, true}, scores)));
        assertThrows(IllegalArgumentException.class, () -> RankingMetrics.areaUnderRoc(new boolean[1], scores));
    }
}
