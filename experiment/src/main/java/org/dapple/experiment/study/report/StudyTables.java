package org.dapple.experiment.study.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.dapple.eval.report.table.TextTable;
import org.dapple.eval.statistics.Interval;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.SeedScores;
import org.dapple.experiment.study.Strategy;
import org.dapple.experiment.study.StrategyComparison;
import org.dapple.experiment.study.StudyFolder;
import org.dapple.experiment.study.StudyResults;
import org.dapple.experiment.study.StudyStatistics;
import org.dapple.experiment.study.TaskScore;

/**
 * The tables of a study's report whose numbers are the same whenever they are computed.
 *
 * @param results the scores
 * @param statistics their comparisons
 * @param folder names the runs
 */
record StudyTables(StudyResults results, StudyStatistics statistics, StudyFolder folder) {
    private static final String NONE = "–";

    /** The columns before those of the tasks. */
    private static final List<String> LEADING = List.of("masking", "seeds");

    /** Strategies in rows, tasks in columns; one table for each model. */
    List<TextTable> scores() {
        return statistics.tasks().isEmpty() // nothing is tested yet
                ? List.of()
                : results.study().models().stream().map(this::scores).toList();
    }

    private TextTable scores(String model) {
        List<String> tasks = statistics.tasks();
        List<List<String>> rows = new ArrayList<>();
        Set<TextTable.Place> strong = new HashSet<>();
        for (Strategy strategy : results.study().strategies()) {
            if (strategy.model().equals(model)) {
                List<String> row = new ArrayList<>(List.of(strategy.masks(), seeds(strategy)));
                for (String task : tasks) {
                    if (statistics.best(model, task).equals(Optional.of(strategy))) {
                        strong.add(new TextTable.Place(rows.size(), row.size()));
                    }
                    row.add(statistics
                            .score(strategy, task)
                            .map(StudyTables::cell)
                            .orElse(NONE));
                }
                rows.add(row);
            }
        }
        rows.add(row("better than all others", "", tasks, task -> statistics
                .best(model, task)
                .map(Strategy::masks)
                .or(() -> statistics.undecided(model, task).map(Object::toString))
                .orElse(NONE)));
        if (results.study().evaluation().baselines()) {
            rows.add(row("untrained encoder", "", tasks, task -> untrained(model, task)));
            rows.add(row("log-mel statistics", "", tasks, this::logMelStatistics));
        }
        List<String> guessing = row("guessing", "", tasks, this::guessing);
        if (guessing.stream()
                .skip(LEADING.size())
                .anyMatch(cell -> !cell.equals(NONE))) { // older scores do not have it
            rows.add(guessing);
        }
        List<String> header = new ArrayList<>(LEADING);
        tasks.forEach(task -> header.add(task + metric(task)));
        return new TextTable("Scores, " + model, header, rows, strong, note(model));
    }

    private String untrained(String model, String task) {
        List<SeedScores> scores = results.tasks().stream()
                .filter(one -> task.equals(StudyStatistics.MEAN) || task.equals(one))
                .flatMap(one -> results.untrained(model, one).stream())
                .toList();
        if (task.equals(StudyStatistics.MEAN) && !scores.isEmpty()) {
            scores = StudyStatistics.means(
                    scores.get(0).strategy(), results.tasks().size(), scores);
        }
        return scores.stream().findFirst().map(StudyTables::cell).orElse(NONE);
    }

    private String logMelStatistics(String task) {
        List<Optional<TaskScore>> scores = results.tasks().stream()
                .filter(one -> task.equals(StudyStatistics.MEAN) || task.equals(one))
                .map(results::logMelStatistics)
                .toList();
        return scores.stream().allMatch(Optional::isPresent)
                ? percent(scores.stream()
                        .mapToDouble(score -> score.orElseThrow().score())
                        .average()
                        .orElseThrow())
                : NONE;
    }

    private String guessing(String task) {
        OptionalDouble chance = results.found().stream()
                .map(StudyResults.Found::score)
                .filter(score -> score.task().equals(task))
                .flatMapToDouble(score -> score.chance().stream())
                .findFirst();
        return chance.isPresent() ? percent(chance.getAsDouble()) : NONE;
    }

    private String note(String model) {
        int comparisons = statistics.tasks().stream()
                .mapToInt(task -> statistics.comparisons(model, task).size())
                .max()
                .orElse(0);
        return "Per cent: the mean over pre-training seeds ± half of its 95 % interval by Student's t,"
                + " if there are several seeds with different scores. Bold: better than"
                + " every other masking by exact sign flips, paired by seed, with p below 0.05 after Holm's adjustment"
                + " over the comparisons of a column"
                + (comparisons == 0
                        ? "."
                        : " (" + comparisons + "), which takes " + StrategyComparison.seedsNeeded(comparisons)
                                + " seeds. Columns are not adjusted for each other.");
    }

    private String metric(String task) {
        return results.found().stream()
                .map(StudyResults.Found::score)
                .filter(score -> score.task().equals(task))
                .findFirst()
                .map(score -> " (" + score.metric() + ", " + score.clips() + " clips)")
                .orElse("");
    }

    private interface Column {
        String of(String task);
    }

    private static List<String> row(String name, String seeds, List<String> tasks, Column cells) {
        List<String> row = new ArrayList<>(List.of(name, seeds));
        tasks.forEach(task -> row.add(cells.of(task)));
        return row;
    }

    private String seeds(Strategy strategy) {
        long done = results.study().cells(strategy).stream()
                .filter(cell -> !results.missing().contains(cell))
                .count();
        int all = results.study().cells(strategy).size();
        return done == all ? String.valueOf(all) : done + " of " + all;
    }

    private static String cell(SeedScores scores) {
        Interval interval = scores.interval();
        double half = (interval.high() - interval.low()) / 2;
        return percent(interval.mean()) + (interval.known() ? String.format(Locale.ROOT, " ± %.1f", 100 * half) : "");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** All pairs of strategies of a model on every task. */
    TextTable comparisons() {
        return new TextTable(
                "Comparisons",
                List.of("model", "task", "masking", "against", "difference", "p", "p, adjusted", "seeds", "verdict"),
                statistics.comparisons().stream()
                        .map(pair -> List.of(
                                pair.first().model(),
                                pair.task(),
                                pair.first().masks(),
                                pair.second().masks(),
                                String.format(
                                        Locale.ROOT, "%+.1f", 100 * pair.test().difference()),
                                pair.isTested()
                                        ? String.format(
                                                Locale.ROOT, "%.4f", pair.test().pValue())
                                        : NONE,
                                pair.isTested() ? String.format(Locale.ROOT, "%.4f", pair.adjusted()) : NONE,
                                pair.test().seeds() + " (" + pair.needed() + " needed)",
                                pair.verdict().toString()))
                        .toList(),
                Set.of(),
                "Differences in percentage points, the first masking minus the second, seed by seed. With fewer seeds"
                        + " than needed, no scores could have given a verdict.");
    }

    /** The runs, with their folders and scores. */
    TextTable runs() {
        List<String> header = new ArrayList<>(List.of("run"));
        header.addAll(results.tasks());
        header.add("folder");
        List<List<String>> rows = new ArrayList<>();
        for (Cell cell : results.study().cells()) {
            List<String> row = new ArrayList<>(List.of(cell.name()));
            results.tasks()
                    .forEach(task -> row.add(results.score(cell, task)
                            .map(score -> percent(score.score()))
                            .orElse("missing")));
            row.add("runs/" + cell.name());
            rows.add(row);
        }
        return new TextTable(
                "Runs",
                header,
                rows,
                Set.of(),
                "Folders are relative to the study's folder. There, results/ has every prediction by task and run, and"
                        + " cells.csv has all scores.");
    }
}
