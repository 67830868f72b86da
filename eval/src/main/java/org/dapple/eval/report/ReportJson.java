package org.dapple.eval.report;

import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.dapple.eval.statistics.Interval;

/** A report as a tree for JSON. */
final class ReportJson {
    private ReportJson() {}

    static String of(ReportContent content) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("title", content.title());
        tree.put("summary", content.summary());
        tree.put(
                "scores",
                content.parts(Scores.class)
                        .flatMap(part -> part.rows().stream())
                        .map(ReportJson::tree)
                        .toList());
        tree.put(
                "score_matrices",
                content.parts(ScoreMatrix.class).map(ReportJson::tree).toList());
        tree.put(
                "comparisons",
                content.parts(ComparisonMatrix.class).map(ReportJson::tree).toList());
        tree.put(
                "shot_curves",
                content.parts(ShotCurves.class).map(ReportJson::tree).toList());
        tree.put("confusions", content.parts(Confusion.class).toList());
        tree.put("tables", content.parts(TextTable.class).toList());
        tree.put("facts", content.facts());
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(tree);
    }

    private static Map<String, Object> tree(ScoreRow row) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", row.name());
        tree.put("mean", row.score().mean());
        tree.put("interval", tree(row.score()));
        put(tree, "chance", row.chance());
        tree.put("note", row.note());
        return tree;
    }

    private static Map<String, Object> tree(ScoreMatrix matrix) {
        return titled(
                matrix.title(),
                matrix.note(),
                "rows",
                matrix.rows().stream()
                        .map(row -> {
                            Map<String, Object> tree = new LinkedHashMap<>();
                            tree.put("encoder", row.encoder());
                            put(tree, "mean_rank", row.meanRank());
                            tree.put(
                                    "scores",
                                    IntStream.range(0, matrix.tasks().size())
                                            .filter(task ->
                                                    row.cells().get(task).isPresent())
                                            .mapToObj(task -> tree(
                                                    matrix.tasks().get(task),
                                                    row.cells().get(task).orElseThrow()))
                                            .toList());
                            return tree;
                        })
                        .toList());
    }

    private static Map<String, Object> tree(ScoreMatrix.Task task, ScoreMatrix.Cell cell) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("task", task.name());
        tree.put("metric", task.metric());
        put(tree, "chance", task.chance());
        tree.put("mean", cell.mean());
        tree.put("best", cell.best());
        tree.put("over_clips", tree(cell.overClips()));
        cell.overRuns().ifPresent(runs -> tree.put("over_runs", tree(runs)));
        return tree;
    }

    private static Map<String, Object> tree(ComparisonMatrix matrix) {
        return titled(
                matrix.title(),
                matrix.note(),
                "pairs",
                matrix.pairs().stream()
                        .map(pair -> {
                            Map<String, Object> tree = new LinkedHashMap<>();
                            tree.put("first", pair.first());
                            tree.put("second", pair.second());
                            tree.put("difference", pair.difference().mean());
                            tree.put("interval", tree(pair.difference()));
                            tree.put("adjusted_p", pair.adjustedP());
                            tree.put("test", pair.test());
                            tree.put("verdict", pair.verdict().toString());
                            return tree;
                        })
                        .toList());
    }

    private static Map<String, Object> tree(ShotCurves curves) {
        Map<String, Object> tree = titled(
                curves.title(),
                curves.note(),
                "series",
                curves.series().stream()
                        .map(series -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("encoder", series.encoder());
                            one.put(
                                    "points",
                                    series.points().stream()
                                            .map(ReportJson::tree)
                                            .toList());
                            return one;
                        })
                        .toList());
        put(tree, "chance", curves.chance());
        return tree;
    }

    private static Map<String, Object> tree(ShotCurves.Point point) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("shots", point.shots());
        tree.put("all", point.all());
        tree.put("mean", point.score().mean());
        tree.put("interval", tree(point.score()));
        return tree;
    }

    /** Without ends where there is no interval; the kind then says why. */
    private static Map<String, Object> tree(Interval interval) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (interval.known()) {
            tree.put("low", interval.low());
            tree.put("high", interval.high());
        }
        tree.put("kind", interval.kind().toString());
        return tree;
    }

    private static Map<String, Object> titled(String title, String note, String name, List<?> content) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("title", title);
        tree.put("note", note);
        tree.put(name, content);
        return tree;
    }

    private static void put(Map<String, Object> tree, String key, OptionalDouble value) {
        value.ifPresent(number -> tree.put(key, number));
    }
}
