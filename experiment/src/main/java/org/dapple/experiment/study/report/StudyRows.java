package org.dapple.experiment.study.report;

import java.util.ArrayList;
import java.util.List;
import org.dapple.core.files.FileName;
import org.dapple.core.settings.Settings;
import org.dapple.eval.result.ShotScore;
import org.dapple.eval.scoring.FewShot;
import org.dapple.eval.statistics.Interval;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.Entrant;
import org.dapple.experiment.study.SeedScores;
import org.dapple.experiment.study.StrategyComparison;
import org.dapple.experiment.study.StudyResults;
import org.dapple.experiment.study.StudyStatistics;
import org.dapple.experiment.study.TaskScore;
import org.dapple.experiment.study.cost.StepCost;
import org.dapple.experiment.study.cost.StudyCosts;

/**
 * A study's numbers as tables for programs. Each table has a header; unknown values are empty.
 *
 * @param results the scores
 * @param statistics their comparisons
 */
record StudyRows(StudyResults results, StudyStatistics statistics) {

    /** A table with nothing but a header. */
    static List<List<Object>> table(Object... header) {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(List.of(header));
        return rows;
    }

    /** The table of scores. */
    List<List<Object>> scores() {
        List<List<Object>> rows = table("model", "masks", "task", "seeds", "mean", "low", "high", "interval", "best");
        for (SeedScores scores : statistics.scores()) {
            Interval interval = scores.interval();
            boolean best = statistics
                    .best(scores.strategy().model(), scores.task())
                    .filter(scores.strategy()::equals)
                    .isPresent();
            rows.add(List.of(
                    scores.strategy().model(),
                    scores.strategy().masks(),
                    scores.task(),
                    scores.bySeed().size(),
                    interval.mean(),
                    end(interval, interval.low()),
                    end(interval, interval.high()),
                    interval.kind().toString(),
                    best ? 1 : 0));
        }
        return rows;
    }

    /** An end of an interval; empty if there is no interval, whose kind then says why. */
    private static Object end(Interval interval, double end) {
        return interval.known() ? end : "";
    }

    /** The paired tests. */
    List<List<Object>> comparisons() {
        List<List<Object>> rows = table(
                "model", "task", "first", "second", "difference", "p", "p_holm", "seeds", "seeds_needed", "verdict");
        for (StrategyComparison pair : statistics.comparisons()) {
            rows.add(List.of(
                    pair.first().model(),
                    pair.task(),
                    pair.first().masks(),
                    pair.second().masks(),
                    pair.test().difference(),
                    pair.isTested() ? pair.test().pValue() : "",
                    pair.isTested() ? pair.adjusted() : "",
                    pair.test().seeds(),
                    pair.needed(),
                    pair.verdict().toString()));
        }
        return rows;
    }

    /** Every score, with the folders of its run and its predictions. */
    List<List<Object>> cells() {
        List<List<Object>> rows = table(
                "entrant",
                "kind",
                "model",
                "masks",
                "seed",
                "task",
                "protocol",
                "metric",
                "clips",
                "score",
                "probes",
                "run",
                "predictions");
        for (StudyResults.Found found : results.found()) {
            Entrant entrant = found.entrant();
            TaskScore score = found.score();
            boolean statistic = entrant.kind() == Entrant.Kind.STATISTICS;
            boolean trained = entrant.kind() == Entrant.Kind.TRAINED;
            rows.add(List.of(
                    entrant.name(),
                    Settings.word(entrant.kind()),
                    statistic ? "" : entrant.cell().strategy().model(),
                    trained ? entrant.cell().strategy().masks() : "",
                    statistic ? "" : entrant.cell().seed(),
                    score.task(),
                    score.protocol(),
                    score.metric(),
                    score.clips(),
                    score.score(),
                    String.join(
                            " ", score.probes().stream().map(String::valueOf).toList()),
                    statistic ? "" : "runs/" + entrant.cell().name(),
                    "results/" + FileName.of(score.task()) + "/" + FileName.of(entrant.name())));
        }
        return rows;
    }

    /** The learning curves by seed. */
    List<List<Object>> curves() {
        List<List<Object>> rows = table("model", "masks", "seed", "task", "step", "score");
        for (StudyResults.Found found : results.found()) {
            Cell cell = found.entrant().cell();
            if (found.entrant().kind() == Entrant.Kind.UNTRAINED) {
                rows.add(List.of(
                        cell.strategy().model(),
                        "untrained",
                        cell.seed(),
                        found.score().task(),
                        0,
                        found.score().score()));
            } else if (found.entrant().kind() == Entrant.Kind.TRAINED) {
                found.score()
                        .curve()
                        .forEach((step, score) -> rows.add(List.of(
                                cell.strategy().model(),
                                cell.strategy().masks(),
                                cell.seed(),
                                found.score().task(),
                                step,
                                score)));
            }
        }
        return rows;
    }

    /** The few-shot curves by draw. */
    List<List<Object>> shots() {
        List<List<Object>> rows = table("entrant", "task", "shots", "draw", "score");
        for (StudyResults.Found found : results.found()) {
            for (ShotScore point : found.score().shots()) {
                Object shots = point.shots() == FewShot.ALL ? "all" : point.shots();
                for (int draw = 0; draw < point.draws().size(); draw++) {
                    rows.add(List.of(
                            found.entrant().name(),
                            found.score().task(),
                            shots,
                            draw,
                            point.draws().get(draw)));
                }
            }
        }
        return rows;
    }

    /** The measured costs. */
    static List<List<Object>> of(StudyCosts costs) {
        List<List<Object>> rows =
                table("model", "masks", "mask_us_per_clip", "mask_share", "step_ms", "peak_mib", "training_s", "runs");
        for (StudyCosts.Row row : costs.rows()) {
            rows.add(List.of(
                    row.strategy().model(),
                    row.strategy().masks(),
                    row.step().<Object>map(StepCost::maskMicrosPerClip).orElse(""),
                    row.step().<Object>map(StepCost::maskShare).orElse(""),
                    row.step().<Object>map(StepCost::stepMillis).orElse(""),
                    row.step().<Object>map(StepCost::peakMebibytes).orElse(""),
                    row.seconds().isPresent() ? row.seconds().getAsDouble() : "",
                    row.runs()));
        }
        return rows;
    }
}
