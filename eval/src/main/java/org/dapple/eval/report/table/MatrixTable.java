package org.dapple.eval.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.markup.Span;
import org.dapple.eval.markup.Ticks;
import org.dapple.eval.report.part.IntervalKinds;
import org.dapple.eval.report.table.ScoreMatrix.Cell;
import org.dapple.eval.report.table.ScoreMatrix.Row;
import org.dapple.eval.report.table.ScoreMatrix.Task;
import org.dapple.eval.statistics.Interval;

/** Writes encoders over tasks as a table with a small drawing in each cell; each column has its own axis. */
record MatrixTable(ScoreMatrix matrix) {
    /** With more columns, paper has smaller text. */
    private static final int FEW_TASKS = 6;

    void html(Markup page) {
        List<Span> axes = matrix.tasks().isEmpty()
                ? List.of()
                : IntStream.range(0, matrix.tasks().size()).mapToObj(this::axis).toList();
        String kind = "matrix" + (matrix.tasks().size() > FEW_TASKS ? " wide" : "");
        String style = "--tasks:" + matrix.tasks().size();
        page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", kind, "style", style);
        page.open("thead").open("tr").leaf("th", "Encoder", "scope", "col", "class", "name");
        for (int i = 0; i < axes.size(); i++) {
            Task task = matrix.tasks().get(i);
            page.open("th", "scope", "col").leaf("span", task.name(), "class", "task");
            page.leaf("span", measure(task), "class", "measure");
            ends(page, axes.get(i));
            page.close();
        }
        if (ranked()) {
            page.leaf("th", "Mean rank", "scope", "col", "class", "rank");
        }
        page.close().close().open("tbody").newLine();
        for (Row row : matrix.rows()) {
            page.open("tr").leaf("th", row.encoder(), "scope", "row", "class", "name");
            for (int i = 0; i < axes.size(); i++) {
                cell(page, matrix.tasks().get(i), axes.get(i), row.cells().get(i));
            }
            if (ranked()) {
                page.leaf("td", rank(row.meanRank()), "class", "rank", "data-task", "Mean rank");
            }
            page.close().newLine();
        }
        page.close().close().close();
        legend(page);
        page.note(matrix.note());
    }

    private static void ends(Markup page, Span axis) {
        page.open("svg", "class", "ends", "aria-hidden", "true");
        List<String> labels = Ticks.labels(List.of(100 * axis.low(), 100 * axis.high()));
        page.leaf("text", labels.get(0), "x", "0%", "y", "100%", "dy", "-0.2em");
        page.leaf("text", labels.get(1) + "\u202f%", "x", "100%", "y", "100%", "dy", "-0.2em", "text-anchor", "end");
        page.close();
    }

    private static void cell(Markup page, Task task, Span axis, Optional<Cell> content) {
        page.open("td", "data-task", task.name() + ", " + measure(task));
        if (content.isEmpty()) {
            page.leaf("span", "–", "class", "absent", "title", "not measured").close();
            return;
        }
        Cell cell = content.get();
        page.leaf(cell.best() ? "strong" : "span", Numerals.percent(cell.mean()), "class", "mean");
        page.open("svg", "class", "whiskers", "aria-hidden", "true");
        page.empty("line", "class", "grid", "x1", "0%", "x2", "100%", "y1", "50%", "y2", "50%");
        task.chance().ifPresent(chance -> {
            if (axis.holds(chance)) {
                String x = axis.at(chance);
                page.empty("line", "class", "chance", "x1", x, "x2", x, "y1", "0%", "y2", "100%");
            }
        });
        whisker(page, "whisker", axis, cell.overClips());
        cell.overRuns().ifPresent(runs -> whisker(page, "runs", axis, runs));
        page.empty("circle", "class", "dot", "cx", axis.at(cell.mean()), "cy", "50%", "r", "4");
        page.close();
        interval(page, cell.overClips());
        cell.overRuns().ifPresent(runs -> interval(page, runs));
        page.close();
    }

    private static void interval(Markup page, Interval interval) {
        page.open("span", "class", "interval").leaf("span", IntervalKinds.word(interval), "class", "kind");
        page.text(interval.known() ? " " + Numerals.range(interval) : "").close();
    }

    private static void whisker(Markup page, String kind, Span axis, Interval interval) {
        if (!interval.known()) {
            return;
        }
        String from = axis.at(interval.low());
        String to = axis.at(interval.high());
        page.empty("line", "class", kind, "x1", from, "x2", to, "y1", "50%", "y2", "50%");
    }

    private void legend(Markup page) {
        page.open("p", "class", "legend");
        for (String kind : IntervalKinds.legend(intervals())) {
            page.leaf("span", kind, "class", "key " + (kind.startsWith("runs") ? "runs" : "whisker"));
        }
        if (matrix.tasks().stream().anyMatch(task -> task.chance().isPresent())) {
            page.leaf("span", "chance level, if it is on the axis", "class", "key chance");
        }
        page.leaf("span", "Each task has its own axis; its ends are at the top.", "class", "beside");
        if (cells().anyMatch(Cell::best)) {
            page.leaf("span", "Bold: best on its task, as far as the tests can tell.");
        }
        page.close();
    }

    void markdown(MarkdownText text) {
        List<String> header = new ArrayList<>(List.of("Encoder"));
        matrix.tasks().forEach(task -> header.add(task.name() + " (" + measure(task) + ")"));
        if (ranked()) {
            header.add("Mean rank");
        }
        List<List<String>> rows = matrix.rows().stream()
                .map(row -> Stream.of(
                                Stream.of(row.encoder()),
                                row.cells().stream().map(cell -> cell.map(MatrixTable::sentence)
                                        .orElse("–")),
                                ranked() ? Stream.of(rank(row.meanRank())) : Stream.<String>empty())
                        .flatMap(cells -> cells)
                        .toList())
                .toList();
        text.table(header, rows, (row, column) -> {
            List<Optional<Cell>> cells = matrix.rows().get(row).cells();
            return column > 0
                    && column <= cells.size()
                    && cells.get(column - 1).map(Cell::best).orElse(false);
        });
        IntervalKinds.legend(intervals()).forEach(text::item);
        if (cells().anyMatch(Cell::best)) {
            text.item("Bold: best on its task, as far as the tests can tell.");
        }
        text.end().paragraph(matrix.note());
    }

    private static String sentence(Cell cell) {
        String runs = cell.overRuns()
                .map(interval -> "; " + IntervalKinds.text(interval))
                .orElse("");
        return Numerals.percent(cell.mean()) + " (" + IntervalKinds.text(cell.overClips()) + runs + ")";
    }

    private static String measure(Task task) {
        return task.metric()
                + (task.chance().isPresent()
                        ? ", chance " + Numerals.percent(task.chance().getAsDouble())
                        : "");
    }

    private static String rank(OptionalDouble rank) {
        return rank.isPresent() ? Numerals.plain(Math.round(rank.getAsDouble() * 100) / 100.0) : "–";
    }

    private boolean ranked() {
        return matrix.rows().stream().anyMatch(row -> row.meanRank().isPresent());
    }

    private Span axis(int task) {
        return Span.around(
                matrix.rows().stream()
                        .flatMap(row -> row.cells().get(task).stream())
                        .flatMapToDouble(cell -> DoubleStream.concat(
                                DoubleStream.of(
                                        cell.mean(),
                                        cell.overClips().low(),
                                        cell.overClips().high()),
                                cell.overRuns().stream()
                                        .flatMapToDouble(runs -> DoubleStream.of(runs.low(), runs.high())))),
                0,
                1);
    }

    private Stream<Cell> cells() {
        return matrix.rows().stream().flatMap(row -> row.cells().stream()).flatMap(Optional::stream);
    }

    private Stream<Interval> intervals() {
        return cells().flatMap(cell -> Stream.concat(Stream.of(cell.overClips()), cell.overRuns().stream()));
    }
}
