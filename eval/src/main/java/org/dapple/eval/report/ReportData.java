package org.dapple.eval.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A report's numbers for other programs. */
public final class ReportData {
    private ReportData() {}

    /**
     * Scores, confusion counts and facts as JSON; training curves and pictures have files of their own in a run.
     *
     * @param content the report
     * @return an object with title, summary, scores, confusions and facts; a score without chance level has none
     */
    public static String json(ReportContent content) {
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        JsonArray scores = new JsonArray();
        content.parts(Scores.class)
                .flatMap(part -> part.rows().stream())
                .map(ReportData::json)
                .forEach(scores::add);
        JsonObject report = new JsonObject();
        report.addProperty("title", content.title());
        report.addProperty("summary", content.summary());
        report.add("scores", scores);
        report.add("confusions", gson.toJsonTree(content.parts(Confusion.class).toList()));
        report.add("facts", gson.toJsonTree(content.facts()));
        return gson.toJson(report);
    }

    private static JsonObject json(ScoreRow row) {
        JsonObject score = new JsonObject();
        score.addProperty("name", row.name());
        score.addProperty("mean", row.mean());
        score.addProperty("low", row.low());
        score.addProperty("high", row.high());
        row.chance().ifPresent(chance -> score.addProperty("chance", chance));
        score.addProperty("note", row.note());
        return score;
    }

    /**
     * Scores as CSV (RFC 4180, lines end in CR LF).
     *
     * @param scores the rows
     * @return a header and one line for each row, shares between 0 and 1; an unknown chance level is empty
     */
    public static String csv(Scores scores) {
        return csv(
                List.of("name", "mean", "low", "high", "chance", "note"),
                scores.rows().stream().map(row -> new Object[] {
                    row.name(),
                    row.mean(),
                    row.low(),
                    row.high(),
                    row.chance().isPresent() ? row.chance().getAsDouble() : "",
                    row.note()
                }));
    }

    /** A header and lines. */
    static String csv(List<String> header, Stream<Object[]> rows) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            if (!header.isEmpty()) {
                printer.printRecord(header);
            }
            for (Object[] row : rows.toList()) {
                printer.printRecord(Arrays.asList(row));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("text could not be written in memory", e);
        }
        return text.toString();
    }
}
