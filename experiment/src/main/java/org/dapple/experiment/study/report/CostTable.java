package org.dapple.experiment.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dapple.eval.report.table.TextTable;
import org.dapple.experiment.study.cost.StepCost;
import org.dapple.experiment.study.cost.StudyCosts;

/**
 * The costs of the strategies, relative to random masking of the same model.
 *
 * @param costs as measured
 */
record CostTable(StudyCosts costs) {
    private static final String NONE = "–";

    TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        for (StudyCosts.Row row : costs.rows()) {
            Optional<StudyCosts.Row> random = costs.random(row.strategy());
            rows.add(List.of(
                    row.strategy().model(),
                    row.strategy().masks(),
                    row.step()
                            .map(step -> number("%.0f", step.maskMicrosPerClip()))
                            .orElse(NONE),
                    row.step()
                            .map(step -> number("%.1f %%", 100 * step.maskShare()))
                            .orElse(NONE),
                    row.step().map(step -> number("%.0f ms", step.stepMillis())).orElse(NONE)
                            + ratio(step(row), random.flatMap(CostTable::step)),
                    time(row).map(PlanText::time).orElse(NONE) + ratio(time(row), random.flatMap(CostTable::time)),
                    memory(row).map(held -> number("%.0f MiB", held)).orElse(NONE)
                            + ratio(memory(row), random.flatMap(CostTable::memory))));
        }
        return new TextTable(
                "Costs, as measured",
                List.of("model", "masking", "masks, µs/clip", "of the step", "step", "training", "peak memory"),
                rows,
                Set.of(),
                "In brackets: the ratio to random masking with the same model. Masks, step and memory: ten steps of"
                        + " each masking in a process of its own, on the machine that made this report. Training: the"
                        + " total time of a run's steps, mean over the finished runs, on the machines that trained them."
                        + " Measured numbers differ from time to time; none of them is in the other tables.");
    }

    private static Optional<Double> step(StudyCosts.Row row) {
        return row.step().map(StepCost::stepMillis);
    }

    private static Optional<Double> time(StudyCosts.Row row) {
        return row.seconds().isPresent() ? Optional.of(row.seconds().getAsDouble()) : Optional.empty();
    }

    private static Optional<Double> memory(StudyCosts.Row row) {
        return row.step().map(StepCost::peakMebibytes).filter(known -> known > 0);
    }

    private static String ratio(Optional<Double> value, Optional<Double> random) {
        return value.isPresent() && random.isPresent() ? number(" (× %.2f)", value.get() / random.get()) : "";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
