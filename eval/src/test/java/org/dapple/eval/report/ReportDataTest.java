package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dapple.eval.report.table.ScoreMatrix;
import org.dapple.eval.report.table.ScoreRow;
import org.dapple.eval.report.table.Scores;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.StudentInterval;
import org.junit.jupiter.api.Test;

class ReportDataTest {

    @Test
    void jsonHasTheNumbersInFull() {
        JsonObject report =
                JsonParser.parseString(ReportData.json(SampleReport.content())).getAsJsonObject();
        JsonObject speech = report.getAsJsonArray("scores").get(1).getAsJsonObject();
        assertEquals(0.8834, speech.get("mean").getAsDouble());
        assertEquals(1.0 / 12, speech.get("chance").getAsDouble());
        JsonObject confusion = report.getAsJsonArray("confusions").get(0).getAsJsonObject();
        assertEquals(12, confusion.getAsJsonArray("counts").size());
        assertEquals(
                SampleReport.HOSTILE, confusion.getAsJsonArray("labels").get(10).getAsString());
        assertEquals("42", report.getAsJsonObject("facts").get("run.seed").getAsString());
        assertEquals(
                "masking.strategy",
                report.getAsJsonObject("facts").keySet().iterator().next());
    }

    @Test
    void jsonHasWhatTheNewPartsHave() {
        JsonObject report = JsonParser.parseString(ReportData.json(SampleEvaluation.content()))
                .getAsJsonObject();
        JsonObject row =
                first(report, "score_matrices").getAsJsonArray("rows").get(0).getAsJsonObject();
        JsonObject score = first(row, "scores");
        assertEquals("ESC-50", score.get("task").getAsString());
        assertEquals(0.6142, score.get("mean").getAsDouble());
        assertEquals(
                "jackknife over clips",
                score.getAsJsonObject("over_clips").get("kind").getAsString());
        assertEquals(
                "t over runs", score.getAsJsonObject("over_runs").get("kind").getAsString());
        JsonObject pair = first(first(report, "comparisons"), "pairs");
        assertEquals("better", pair.get("verdict").getAsString());
        assertEquals(0.0312, pair.get("adjusted_p").getAsDouble());
        JsonObject point = first(first(first(report, "shot_curves"), "series"), "points");
        assertEquals(1, point.get("shots").getAsInt());
        assertEquals(1.2, row.get("mean_rank").getAsDouble());
    }

    @Test
    void oneRunSaysWhyItHasNoInterval() {
        ScoreMatrix matrix = new ScoreMatrix(
                "m",
                List.of(new ScoreMatrix.Task("t", "mAP", OptionalDouble.empty())),
                List.of(new ScoreMatrix.Row(
                        "e",
                        List.of(Optional.of(new ScoreMatrix.Cell(
                                0.5,
                                new Interval(0.5, 0.25, 0.75, Interval.Kind.OVER_CLIPS),
                                Optional.of(StudentInterval.of(0.5)),
                                true))),
                        OptionalDouble.empty())),
                "");
        String json = ReportData.json(new ReportContent("t", "s", List.of(matrix), Map.of()));
        assertTrue(json.contains("\"kind\": \"no interval: one run\""), json);
        assertFalse(json.contains("Infinity") || json.contains("NaN"), json);
        String header =
                "encoder,task,metric,mean,low,high,interval,runs_low,runs_high,runs_interval,chance,best,mean_rank";
        assertEquals(
                List.of(header, "e,t,mAP,0.5,0.25,0.75,jackknife over clips,,,no interval: one run,,1,", ""),
                List.of(ReportData.csv(matrix).split("\n", -1)));
    }

    @Test
    void csvOfAMatrixHasALineForEachMeasuredTask() {
        List<String> lines = ReportData.csv(SampleEvaluation.matrix()).lines().toList();
        assertEquals(1 + 4 * 5 - 1, lines.size());
        assertEquals(
                "\"dispersion-weighted, ViT-Tiny\",ESC-50,accuracy,0.6142,0.5932,0.6331,jackknife over clips,0.6022,0.625,"
                        + "t over runs,0.02,1,1.2",
                lines.get(1));
        assertEquals(
                "log-mel mean and deviation,GTZAN,accuracy,0.469,0.414,0.5185,jackknife over clips,,,,0.1,0,3.8",
                lines.get(19));
    }

    private static JsonObject first(JsonObject tree, String key) {
        return tree.getAsJsonArray(key).get(0).getAsJsonObject();
    }

    @Test
    void csvQuotesWhatItMust() {
        List<ScoreRow> rows = List.of(
                new ScoreRow("plain", clips(0.5, 0.25, 0.75), OptionalDouble.empty(), ""),
                new ScoreRow(
                        "a \"b\", c", Interval.none(1, Interval.Kind.ALL_ALIKE), OptionalDouble.of(0.1), "two\nlines"));
        assertEquals("""
                name,mean,low,high,interval,chance,note
                plain,0.5,0.25,0.75,jackknife over clips,,
                "a ""b"", c",1.0,,,no interval: all sources are alike,0.1,"two
                lines"
                """, ReportData.csv(new Scores("Scores", rows)));
    }

    @Test
    void scoresAreSharesWithAnInterval() {
        OptionalDouble none = OptionalDouble.empty();
        assertThrows(IllegalArgumentException.class, () -> new ScoreRow("s", clips(61.4, 0, 100), none, ""));
        assertThrows(IllegalArgumentException.class, () -> new ScoreRow("s", clips(0.5, -0.1, 0.6), none, ""));
        assertThrows(IllegalArgumentException.class, () -> clips(Double.NaN, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> clips(0.5, 0.6, 0.4));
        assertThrows(IllegalArgumentException.class, () -> clips(0.5, 0.4, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> new Interval(0.5, 0.5, 0.5, Interval.Kind.FEW_SOURCES));
        assertFalse(ReportData.json(SampleReport.content()).contains("NaN"));
    }

    private static Interval clips(double mean, double low, double high) {
        return new Interval(mean, low, high, Interval.Kind.OVER_CLIPS);
    }
}
