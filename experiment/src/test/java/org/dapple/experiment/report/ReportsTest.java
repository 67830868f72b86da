package org.dapple.experiment.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.eval.report.table.ScoreRow;
import org.dapple.eval.result.Prediction;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.statistics.Interval;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final List<String> LABELS = List.of("bell", "rain");

    @Test
    void clipsOfOneLabelAreScoredByAccuracyBesideChance() {
        List<Prediction> predictions = List.of(
                new Prediction("a", null, "test", "bell", "bell"), new Prediction("b", null, "test", "rain", "bell"));
        ScoreRow row = Reports.score("encoder", result(DownstreamMetric.ACCURACY, predictions));
        assertEquals(0.5, row.score().mean());
        assertEquals(Interval.Kind.FEW_SOURCES, row.score().kind());
        assertEquals(OptionalDouble.of(0.5), row.chance());
    }

    /** Every clip's likeliest label is one of its own, but rain is ranked last for the only clip that has it. */
    @Test
    void clipsOfSeveralLabelsAreScoredByMeanAveragePrecision() {
        List<Prediction> predictions = List.of(
                new Prediction("a", null, "test", "bell;rain", "bell", List.of(0.9f, 0.1f)),
                new Prediction("b", null, "test", "bell", "bell", List.of(0.8f, 0.2f)));
        ProbeResult result = result(DownstreamMetric.MEAN_AVERAGE_PRECISION, predictions);
        ScoreRow row = Reports.score("encoder", result);
        assertEquals(0.75, row.score().mean(), 1e-9); // 1 for bell, 1/2 for rain
        assertTrue(row.note().startsWith("mAP, 2 test clips"), row.note());
        assertEquals(OptionalDouble.empty(), row.chance());
    }

    private static ProbeResult result(DownstreamMetric metric, List<Prediction> predictions) {
        return ProbeResult.of("strict", metric, LABELS, predictions);
    }
}
