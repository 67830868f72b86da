package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.OptionalDouble;
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
    void csvQuotesWhatItMust() {
        List<ScoreRow> rows = List.of(
                new ScoreRow("plain", 0.5, 0.25, 0.75, OptionalDouble.empty(), ""),
                new ScoreRow("a \"b\", c", 1, 1, 1, OptionalDouble.of(0.1), "two\nlines"));
        assertEquals(
                List.of(
                        "name,mean,low,high,chance,note",
                        "plain,0.5,0.25,0.75,,",
                        "\"a \"\"b\"\", c\",1.0,1.0,1.0,0.1,\"two\nlines\"",
                        ""),
                List.of(ReportData.csv(new Scores("Scores", rows)).split("\r\n", -1)));
    }

    @Test
    void scoresAreSharesWithAnInterval() {
        OptionalDouble none = OptionalDouble.empty();
        assertThrows(IllegalArgumentException.class, () -> new ScoreRow("s", 61.4, 0, 1, none, ""));
        assertThrows(IllegalArgumentException.class, () -> new ScoreRow("s", Double.NaN, 0, 1, none, ""));
        assertThrows(IllegalArgumentException.class, () -> new ScoreRow("s", 0.5, 0.6, 0.4, none, ""));
        assertFalse(ReportData.json(SampleReport.content()).contains("NaN"));
    }
}
