package org.dapple.eval.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report's numbers for other programs. */
public final class ReportData {
    private ReportData() {}

    /**
     * Scores, confusion counts and facts as JSON; curves and pictures have files of their own in a run.
     *
     * @param content the report
     * @return an object with title, summary, scores, confusions and facts; a score without chance level has none
     */
    public static String json(ReportContent content) {
        var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        JsonArray scores = new JsonArray();
        for (ScoreRow row : content.scores()) {
            JsonObject score = new JsonObject();
            score.addProperty("name", row.name());
            score.addProperty("mean", row.mean());
            score.addProperty("low", row.low());
            score.addProperty("high", row.high());
            row.chance().ifPresent(chance -> score.addProperty("chance", chance));
            score.addProperty("note", row.note());
            scores.add(score);
        }
        JsonObject report = new JsonObject();
        report.addProperty("title", content.title());
        report.addProperty("summary", content.summary());
        report.add("scores", scores);
        report.add("confusions", gson.toJsonTree(content.confusions()));
        report.add("facts", gson.toJsonTree(content.facts()));
        return gson.toJson(report);
    }

    /**
     * The scores as CSV (RFC 4180, lines end in CR LF).
     *
     * @param scores the rows
     * @return a header and one line for each row, shares between 0 and 1; an unknown chance level is empty
     */
    public static String csv(List<ScoreRow> scores) {
        Stream<Stream<Object>> rows = scores.stream()
                .map(row -> Stream.of(
                        row.name(),
                        row.mean(),
                        row.low(),
                        row.high(),
                        row.chance().isPresent() ? row.chance().getAsDouble() : "",
                        row.note()));
        return Stream.concat(Stream.of(Stream.<Object>of("name", "mean", "low", "high", "chance", "note")), rows)
                .map(cells -> cells.map(cell -> quoted(cell.toString())).collect(Collectors.joining(",", "", "\r\n")))
                .collect(Collectors.joining());
    }

    private static String quoted(String cell) {
        boolean special = cell.chars().anyMatch(character -> ",\"\r\n".indexOf(character) >= 0);
        return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
