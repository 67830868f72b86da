package org.dapple.eval.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dapple.data.clips.CsvFile;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.ShotScore;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.eval.scoring.FewShot;
import org.dapple.eval.statistics.Interval;

/** Writes the numbers of an evaluation as CSV files, from which other tables can be made. */
public final class EvaluationCsv {
    private static final List<String> SCORES = List.of(
            "task",
            "encoder",
            "protocol",
            "metric",
            "score",
            "clips_low",
            "clips_high",
            "clips_interval",
            "runs",
            "runs_low",
            "runs_high",
            "runs_interval",
            "clips",
            "auc",
            "d_prime",
            "runs_lowest",
            "runs_highest",
            "budget_ended",
            "heard_test_clips",
            "heard_test_sources",
            "labels_without_positives",
            "labels_always_positive",
            "seconds",
            "width",
            "fingerprint");

    private static final List<String> COMPARISONS = List.of(
            "task",
            "first",
            "second",
            "difference",
            "low",
            "high",
            "interval",
            "test",
            "p",
            "p_holm",
            "verdict",
            "p_mcnemar",
            "clips",
            "sources");

    private static final List<String> SHOTS = List.of("task", "encoder", "shots", "draw", "score");

    private EvaluationCsv() {}

    /**
     * Writes {@code scores.csv}, {@code comparisons.csv} and {@code few-shot.csv}.
     *
     * @param folder where the files go
     * @param evaluation the results and comparisons
     * @throws IOException if they cannot be written
     */
    public static void write(Path folder, Evaluation evaluation) throws IOException {
        CsvFile.write(folder.resolve("scores.csv"), SCORES, scores(evaluation).stream());
        CsvFile.write(folder.resolve("comparisons.csv"), COMPARISONS, comparisons(evaluation).stream());
        CsvFile.write(folder.resolve("few-shot.csv"), SHOTS, shots(evaluation).stream());
    }

    private static List<List<Object>> scores(Evaluation evaluation) {
        List<List<Object>> rows = new ArrayList<>();
        for (TaskResult result : evaluation.results()) {
            Interval clips = result.overClips();
            Interval runs = result.overRuns();
            double[] scores = result.runs().stream()
                    .mapToDouble(ProbeResult::score)
                    .sorted()
                    .toArray();
            rows.add(List.of(
                    result.task(),
                    result.encoder(),
                    result.protocol(),
                    result.metric().shortName(),
                    result.score(),
                    bound(clips, clips.low()),
                    bound(clips, clips.high()),
                    clips.kind(),
                    result.runs().size(),
                    bound(runs, runs.low()),
                    bound(runs, runs.high()),
                    runs.kind(),
                    result.runs().get(0).predictions().size(),
                    result.rankings()
                            .map(found -> (Object) found.meanAreaUnderRoc())
                            .orElse(""),
                    result.rankings().map(found -> (Object) found.dPrime()).orElse(""),
                    scores[0],
                    scores[scores.length - 1],
                    result.runs().stream().mapToInt(ProbeResult::budgetEnded).sum(),
                    result.fact(EvaluationJob.LEAKS, "heard_test_clips"),
                    result.fact(EvaluationJob.LEAKS, "heard_test_sources"),
                    result.rankings()
                            .map(found -> String.join(";", found.withoutClips()))
                            .orElse(""),
                    result.rankings()
                            .map(found -> String.join(";", found.everywhere()))
                            .orElse(""),
                    result.fact("clips", "seconds"),
                    result.fact("encoder", "width"),
                    result.fact("encoder", "fingerprint")));
        }
        return rows;
    }

    private static List<List<Object>> comparisons(Evaluation evaluation) {
        List<List<Object>> rows = new ArrayList<>();
        for (PairedResult pair : evaluation.pairs()) {
            Comparison comparison = pair.comparison();
            rows.add(List.of(
                    pair.task(),
                    pair.first(),
                    pair.second(),
                    comparison.difference().mean(),
                    bound(comparison.difference(), comparison.difference().low()),
                    bound(comparison.difference(), comparison.difference().high()),
                    comparison.difference().kind(),
                    comparison.test(),
                    comparison.pValue(),
                    pair.adjusted(),
                    pair.verdict(),
                    comparison.mcNemar().isPresent() ? comparison.mcNemar().getAsDouble() : "",
                    comparison.clips(),
                    comparison.sources()));
        }
        return rows;
    }

    private static List<List<Object>> shots(Evaluation evaluation) {
        List<List<Object>> rows = new ArrayList<>();
        for (TaskResult result : evaluation.results()) {
            for (ShotScore point : result.shots()) {
                for (int draw = 0; draw < point.draws().size(); draw++) {
                    rows.add(List.of(
                            result.task(),
                            result.encoder(),
                            point.shots() == FewShot.ALL ? "all" : point.shots(),
                            draw,
                            point.draws().get(draw)));
                }
            }
        }
        return rows;
    }

    /** Empty without an interval; its kind then says why. */
    private static Object bound(Interval interval, double end) {
        return interval.known() ? end : "";
    }
}
