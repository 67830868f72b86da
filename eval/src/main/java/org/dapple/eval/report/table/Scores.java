package org.dapple.eval.report.table;

import java.util.List;
import java.util.Map;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.report.part.ReportPart;

/**
 * Scores in one table with a chart inside: each row has a dot, an interval and a chance level on a common axis from 0
 * to 100 %. Places are in per cent of the cell, so that the drawing stretches and its text does not.
 *
 * @param title the heading
 * @param rows one for each encoder
 */
public record Scores(String title, List<ScoreRow> rows) implements ReportPart {
    private static final int[] GRID = {0, 25, 50, 75, 100};

    /** Copies the list. */
    public Scores {
        rows = List.copyOf(rows);
    }

    @Override
    public void html(Markup page) {
        page.open("table", "class", "scores").open("thead").open("tr");
        page.leaf("th", "Encoder", "class", "name").leaf("th", "Score", "class", "mean");
        page.leaf("th", "95\u202f% interval", "class", "interval").open("th", "class", "chart");
        axis(page);
        page.close()
                .leaf("th", "Note", "class", "note")
                .close()
                .close()
                .open("tbody")
                .newLine();
        for (ScoreRow row : rows) {
            page.open("tr").leaf("th", row.name(), "class", "name", "scope", "row");
            page.leaf("td", Numerals.percent(row.score().mean()), "class", "mean");
            page.leaf("td", interval(row), "class", "interval").open("td", "class", "chart");
            drawing(page, row);
            page.close().leaf("td", row.note(), "class", "note").close().newLine();
        }
        page.close().close().open("p", "class", "legend");
        page.leaf("span", "score", "class", "key dot").leaf("span", "95\u202f% interval", "class", "key whisker");
        if (rows.stream().anyMatch(row -> row.chance().isPresent())) {
            page.leaf("span", "chance level", "class", "key chance");
        }
        page.close();
    }

    @Override
    public void markdown(MarkdownText text) {
        text.table(
                List.of("Encoder", "Score", "95\u202f% interval", "Chance level", "Note"),
                rows.stream()
                        .map(row -> List.of(
                                row.name(),
                                Numerals.percent(row.score().mean()),
                                interval(row),
                                row.chance().isPresent()
                                        ? Numerals.percent(row.chance().getAsDouble())
                                        : "–",
                                row.note()))
                        .toList());
    }

    @Override
    public Map<String, List<?>> toJson() {
        return Map.of("scores", rows.stream().map(ScoreRow::toJson).toList());
    }

    private static void axis(Markup page) {
        page.open("svg", "aria-hidden", "true");
        for (int share : GRID) {
            String anchor = share == 0 ? "start" : share == 100 ? "end" : "middle";
            String label = share == 100 ? "100\u202f%" : Integer.toString(share);
            page.leaf("text", label, "x", share + "%", "y", "100%", "dy", "-0.5em", "text-anchor", anchor);
        }
        page.close();
    }

    private static void drawing(Markup page, ScoreRow row) {
        String chance = row.chance().isPresent()
                ? ", chance " + Numerals.percent(row.chance().getAsDouble())
                : "";
        page.open("svg", "role", "img");
        page.leaf("title", Numerals.percent(row.score().mean()) + ", 95\u202f% interval: " + interval(row) + chance);
        for (int share : GRID) {
            vertical(page, "grid", share / 100.0);
        }
        row.chance().ifPresent(share -> vertical(page, "chance", share));
        // A broad band, so that an interval narrower than its dot still shows.
        if (row.score().known()) {
            String from = at(row.score().low());
            String to = at(row.score().high());
            page.empty("line", "class", "whisker", "x1", from, "x2", to, "y1", "50%", "y2", "50%");
        }
        page.empty("circle", "class", "dot", "cx", at(row.score().mean()), "cy", "50%", "r", "4");
        page.close();
    }

    private static void vertical(Markup page, String kind, double share) {
        page.empty("line", "class", kind, "x1", at(share), "x2", at(share), "y1", "0%", "y2", "100%");
    }

    private static String interval(ScoreRow row) {
        return row.score().known()
                ? Numerals.percent(row.score().low()) + " – "
                        + Numerals.percent(row.score().high()) + ", "
                        + row.score().kind()
                : row.score().kind().toString();
    }

    private static String at(double share) {
        return Numerals.coordinate(share * 100) + "%";
    }
}
