package org.dapple.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dapple.eval.comparison.Evaluation;
import org.dapple.eval.comparison.PairedResult;
import org.dapple.eval.report.chart.ShotCurves;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.report.table.ComparisonMatrix;
import org.dapple.eval.report.table.ScoreMatrix;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.ShotScore;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.FewShot;
import org.dapple.eval.statistics.Interval;

/**
 * The figures of an evaluation as parts of a report.
 *
 * @param evaluation scores and comparisons
 */
record EvaluationParts(Evaluation evaluation) {
    /** Confusion matrices of more classes are hard to read. */
    private static final int MOST_CONFUSED = 40;

    /** Encoders in rows, tasks in columns. */
    ScoreMatrix scores() {
        List<ScoreMatrix.Task> tasks = new ArrayList<>();
        for (String task : evaluation.tasks()) {
            TaskResult any = of(task).get(0);
            tasks.add(new ScoreMatrix.Task(task, any.metric().shortName(), any.chance()));
        }
        Map<String, Double> ranks = evaluation.meanRanks();
        List<ScoreMatrix.Row> rows = new ArrayList<>();
        for (String encoder : evaluation.encoders()) {
            List<Optional<ScoreMatrix.Cell>> cells = new ArrayList<>();
            for (String task : evaluation.tasks()) {
                cells.add(evaluation.result(encoder, task).map(this::cell));
            }
            Double rank = ranks.get(encoder);
            rows.add(new ScoreMatrix.Row(
                    encoder, cells, rank == null ? OptionalDouble.empty() : OptionalDouble.of(rank)));
        }
        return new ScoreMatrix(
                "Scores",
                tasks,
                rows,
                "Bold: better than every other encoder on the task by the paired test, adjusted over tasks by Holm's"
                        + " method.");
    }

    private ScoreMatrix.Cell cell(TaskResult result) {
        Interval runsOfProbe = result.overRuns();
        return new ScoreMatrix.Cell(
                result.score(),
                result.overClips(),
                result.runs().size() > 1 ? Optional.of(runsOfProbe) : Optional.empty(),
                evaluation.best(result.encoder(), result.task()));
    }

    private List<TaskResult> of(String task) {
        return evaluation.results().stream()
                .filter(result -> result.task().equals(task))
                .toList();
    }

    /** Every two encoders on a task. */
    ComparisonMatrix comparisons(String task) {
        List<String> encoders = of(task).stream().map(TaskResult::encoder).toList();
        List<ComparisonMatrix.Pair> pairs = new ArrayList<>();
        for (PairedResult pair : evaluation.pairs()) {
            if (pair.task().equals(task)) {
                pairs.add(new ComparisonMatrix.Pair(
                        pair.first(),
                        pair.second(),
                        pair.comparison().difference(),
                        pair.adjusted(),
                        pair.comparison().test().toString(),
                        pair.verdict()));
            }
        }
        return new ComparisonMatrix(
                "Comparisons, " + task,
                encoders,
                pairs,
                "P-values are adjusted by Holm's method over the tasks on which two encoders are compared.");
    }

    /** The few-shot curves of a task, if there are any. */
    Optional<ShotCurves> shots(String task) {
        List<ShotCurves.Series> series = new ArrayList<>();
        for (TaskResult result : of(task)) {
            if (!result.shots().isEmpty()) {
                series.add(new ShotCurves.Series(result.encoder(), points(result.shots())));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new ShotCurves(
                        "Few labelled clips, " + task,
                        series,
                        of(task).get(0).chance(),
                        "Each test clip gets the class with the nearest mean. Scores are means over draws of clips, with 95 %"
                                + " intervals by Student's t over draws."));
    }

    /**
     * The points of a curve. Where classes have fewer clips than a number of shots, that point equals the one of all
     * clips.
     */
    private static List<ShotCurves.Point> points(List<ShotScore> shots) {
        List<ShotCurves.Point> points = new ArrayList<>();
        shots.stream().map(EvaluationParts::point).forEach(point -> {
            points.removeIf(before -> before.shots() >= point.shots());
            points.add(point);
        });
        return points;
    }

    private static ShotCurves.Point point(ShotScore shot) {
        Interval score = shot.score();
        boolean all = shot.shots() == FewShot.ALL;
        return new ShotCurves.Point(
                all ? (int) Math.max(1, Math.round(shot.clipsPerClass())) : shot.shots(), all, score);
    }

    /** Confusions of the encoder tested last, in the first run of the probe. */
    List<ReportPart> confusions() {
        List<ReportPart> parts = new ArrayList<>();
        String encoder = evaluation.encoders().get(evaluation.encoders().size() - 1);
        for (String task : evaluation.tasks()) {
            evaluation.result(encoder, task).ifPresent(result -> {
                ProbeResult first = result.runs().get(0);
                if (first.confusion().length > 0 && first.labels().size() <= MOST_CONFUSED) {
                    parts.add(Reports.confusion("Confusions, " + task + ", " + encoder, first));
                }
            });
        }
        return parts;
    }
}
