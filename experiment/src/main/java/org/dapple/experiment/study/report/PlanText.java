package org.dapple.experiment.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.dapple.eval.report.table.TextTable;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.Strategy;
import org.dapple.experiment.study.StrategyComparison;
import org.dapple.experiment.study.cost.StepCost;
import org.dapple.experiment.study.cost.StudyPlan;

/**
 * Formats the plan of a study.
 *
 * @param plan the counts and measurements
 */
public record PlanText(StudyPlan plan) {
    private static final String NONE = "–";
    private static final double GIBIBYTE = 1 << 30;
    private static final double MEBIBYTE = 1 << 20;

    /** {@return a row for each strategy} */
    public TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        for (Strategy strategy : plan.study().strategies()) {
            Cell cell = plan.study().cells(strategy).get(0);
            Optional<StepCost> cost = Optional.ofNullable(plan.steps().get(strategy));
            rows.add(List.of(
                    strategy.model(),
                    strategy.masks(),
                    String.valueOf(plan.study().cells(strategy).size()),
                    stepsText(cell),
                    String.valueOf(cell.config().optimization().batchSize()
                            * cell.config().optimization().accumulate()),
                    cost.map(one -> number("%.0f", one.stepMillis())).orElse(NONE),
                    cost.map(one -> number("%.1f", 100 * one.maskShare())).orElse(NONE),
                    cost.map(one -> number("%.0f", one.peakMebibytes())).orElse(NONE),
                    plan.trainingSeconds(strategy).map(PlanText::time).orElse(NONE)));
        }
        return new TextTable(
                plan.study().name(),
                List.of(
                        "model",
                        "masking",
                        "runs",
                        "steps",
                        "clips/step",
                        "ms/step",
                        "masks %",
                        "peak MiB",
                        "all runs"),
                rows);
    }

    /** {@return the totals, line by line} */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int runs = plan.study().cells().size();
        lines.add(runs + (runs == 1 ? " run" : " runs") + ", each tested on "
                + String.join(", ", plan.study().evaluation().tasks())
                + (plan.study().evaluation().checkpoints() == 0
                        ? ""
                        : ", at " + plan.study().evaluation().checkpoints() + " checkpoints"));
        for (String model : plan.study().models()) {
            lines.add(verdicts(model));
        }
        if (plan.steps().isEmpty()) {
            lines.add("Time and disk were not estimated.");
            return lines;
        }
        double training = plan.study().strategies().stream()
                .mapToDouble(strategy -> plan.trainingSeconds(strategy).orElse(Double.NaN))
                .sum();
        double tests = plan.study().cells().stream()
                .mapToDouble(cell -> plan.testingSeconds(cell.strategy().model()))
                .sum();
        double disk = plan.study().cells().stream().mapToDouble(plan::bytes).sum();
        lines.add(
                Double.isNaN(training)
                        ? "Time cannot be estimated: the steps are given in epochs, and the data is not available."
                        : "About " + time(training + tests) + " on this machine: training " + time(training)
                                + ", testing " + time(tests) + ".");
        lines.add("About " + size(disk) + " of disk"
                + (plan.study().evaluation().keepCheckpoints()
                        ? "."
                        : ", and " + size(plan.onTheWay()) + " more while a run is trained and tested."));
        lines.add("Log-mels are kept for all runs and take about 32 kB more for each second of sound.");
        lines.add("These are estimates from a few steps and clips: they may be wrong by a factor of two.");
        return lines;
    }

    private static String size(double bytes) {
        return bytes < GIBIBYTE / 10 ? number("%.0f MiB", bytes / MEBIBYTE) : number("%.1f GiB", bytes / GIBIBYTE);
    }

    private String verdicts(String model) {
        List<Strategy> rows = plan.study().strategies().stream()
                .filter(strategy -> strategy.model().equals(model))
                .toList();
        int most = rows.stream()
                .mapToInt(strategy -> plan.study().cells(strategy).size())
                .max()
                .orElse(0);
        int pairs = rows.size() * (rows.size() - 1) / 2;
        if (pairs == 0) {
            return model + ": one masking, nothing to compare";
        }
        int needed = StrategyComparison.seedsNeeded(pairs);
        return model + ": " + rows.size() + " maskings, " + pairs + (pairs == 1 ? " comparison" : " comparisons")
                + " on each task; a verdict takes " + needed + " seeds of each, "
                + (most < needed ? "so the report will say \"too few seeds\" (" + most + ")" : "and there are " + most);
    }

    private String stepsText(Cell cell) {
        OptionalInt count = plan.steps(cell);
        return count.isPresent()
                ? String.valueOf(count.getAsInt())
                : cell.config().optimization().epochs().orElse(0) + " epochs";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** For example {@code 2 h 05 min} or {@code 3 min}. */
    static String time(double seconds) {
        long minutes = Math.round(seconds / 60);
        return seconds < 90
                ? Math.round(seconds) + " s"
                : minutes < 60
                        ? minutes + " min"
                        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }
}
