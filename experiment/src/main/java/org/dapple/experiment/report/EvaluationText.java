package org.dapple.experiment.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.run.Watch;
import org.dapple.eval.comparison.Evaluation;
import org.dapple.eval.comparison.PairedResult;
import org.dapple.eval.report.table.TextTable;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.eval.statistics.Interval;
import org.dapple.experiment.text.Tables;

/** Formats an evaluation as a table for the terminal, and as JSON. */
public final class EvaluationText {
    private EvaluationText() {}

    /**
     * Prints the table of scores, marked by what the comparisons say.
     *
     * @param evaluation the scores and comparisons
     * @param watch prints the lines
     */
    public static void say(Evaluation evaluation, Watch watch) {
        watch.say("\n" + Tables.text(table(evaluation)));
        watch.say(
                "Per cent, mean over the runs of the probe; in brackets the 95 % jackknife interval over the"
                        + " tested clips or sources (- if there is none). * better than every other encoder by the paired test.");
        evaluation.sentences().forEach(watch::say);
    }

    /** Encoders in rows, tasks in columns. */
    static TextTable table(Evaluation evaluation) {
        List<String> header = new ArrayList<>(List.of("encoder"));
        header.addAll(evaluation.tasks());
        header.add("mean rank");
        Map<String, Double> ranks = evaluation.meanRanks();
        List<List<String>> rows = new ArrayList<>();
        for (String encoder : evaluation.encoders()) {
            List<String> row = new ArrayList<>(List.of(encoder));
            for (String task : evaluation.tasks()) {
                String mark = evaluation.best(encoder, task) ? "*" : "";
                row.add(evaluation
                        .result(encoder, task)
                        .map(result -> cell(result) + mark)
                        .orElse("-"));
            }
            Double rank = ranks.get(encoder);
            row.add(rank == null ? "-" : String.format(Locale.ROOT, "%.1f", rank));
            rows.add(row);
        }
        return new TextTable("Scores", header, rows);
    }

    private static String cell(TaskResult result) {
        Interval interval = result.overClips();
        return interval.known()
                ? String.format(
                        Locale.ROOT,
                        "%.1f (%.1f-%.1f)",
                        100 * interval.mean(),
                        100 * interval.low(),
                        100 * interval.high())
                : String.format(Locale.ROOT, "%.1f (-)", 100 * interval.mean());
    }

    /**
     * All numbers for programs.
     *
     * @param evaluation the scores and comparisons
     * @return the tree that is written as JSON
     */
    public static Map<String, Object> json(Evaluation evaluation) {
        List<Object> scores = new ArrayList<>();
        for (TaskResult result : evaluation.results()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            Interval clips = result.overClips();
            tree.put("task", result.task());
            tree.put("encoder", result.encoder());
            tree.put("protocol", result.protocol());
            tree.put("metric", result.metric().shortName());
            tree.put("score", result.score());
            if (clips.known()) {
                tree.put("low", clips.low());
                tree.put("high", clips.high());
            }
            tree.put("interval", clips.kind().toString());
            tree.put("runs", result.runs().stream().map(ProbeResult::score).toList());
            if (result.provenance().get(EvaluationJob.LEAKS) instanceof Map<?, ?> leaks) {
                leaks.forEach((name, count) -> tree.put(String.valueOf(name), count));
            }
            tree.put(
                    "budget_ended",
                    result.runs().stream().mapToInt(ProbeResult::budgetEnded).sum());
            tree.put("remarks", result.remarks());
            tree.put("provenance", result.provenance());
            scores.add(tree);
        }
        List<Object> comparisons = new ArrayList<>();
        for (PairedResult pair : evaluation.pairs()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("task", pair.task());
            tree.put("first", pair.first());
            tree.put("second", pair.second());
            tree.put("difference", pair.comparison().difference().mean());
            tree.put("p", pair.comparison().pValue());
            tree.put("p_holm", pair.adjusted());
            tree.put("verdict", pair.verdict().toString());
            comparisons.add(tree);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("scores", scores);
        tree.put("comparisons", comparisons);
        return tree;
    }
}
