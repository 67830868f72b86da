package org.dapple.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.dapple.cli.command.DappleCommand;
import org.dapple.core.files.Json;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.Settings;
import org.dapple.eval.report.table.TextTable;
import org.dapple.experiment.text.Tables;
import org.dapple.train.Catalogues;
import org.dapple.train.RunSummary;
import org.dapple.train.record.MetricsLog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two runs. */
@Command(
        name = "compare",
        description = {
            "Compare two pre-training runs: their states, their losses, and the settings and data in which they differ."
                    + " Losses of different masks or models measure different tasks; to compare what was learned, probe the"
                    + " encoders.",
            "",
            "Example:  ./dapple runs compare runs/first runs/second",
            ""
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class RunsCompareCommand implements Callable<Integer> {
    private static final int WINDOW = 100;

    @Parameters(index = "0", paramLabel = "A", description = "A run's folder.")
    private Path a = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Another run's folder.")
    private Path b = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the comparison to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        RunSummary first = RunSummary.of(RunDirectory.open(a, "A"), Catalogues.standard());
        RunSummary second = RunSummary.of(RunDirectory.open(b, "B"), Catalogues.standard());
        long common = Math.min(first.done(), second.done());
        OptionalDouble firstLoss = meanLoss(first, common);
        OptionalDouble secondLoss = meanLoss(second, common);

        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("state", Settings.word(first.state()), Settings.word(second.state())));
        rows.add(List.of("steps", first.done() + "/" + first.all(), second.done() + "/" + second.all()));
        rows.add(List.of(
                common <= WINDOW
                        ? "mean loss of " + common + " steps"
                        : "mean loss of steps " + (common - WINDOW) + " to " + (common - 1),
                text(firstLoss),
                text(secondLoss)));
        for (String name : List.of("loss", "gradient_norm", "rank_me", "clips_per_second", "waiting_share")) {
            rows.add(List.of(
                    "last " + name,
                    RunsListCommand.number(first, name, "%.4g"),
                    RunsListCommand.number(second, name, "%.4g")));
        }
        Map<String, List<String>> differences = first.differences(second);
        differences.forEach((key, values) -> rows.add(List.of(key, values.get(0), values.get(1))));
        DappleCommand.say(Tables.text(new TextTable("Comparison", List.of("", a.toString(), b.toString()), rows))
                .stripTrailing());
        if (differences.isEmpty()) {
            DappleCommand.say("The settings and the data are the same.");
        }
        if (json != null) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("a", json(first, firstLoss));
            result.put("b", json(second, secondLoss));
            result.put("common_steps", common);
            result.put("differences", differences);
            Json.write(json, result);
        }
        return 0;
    }

    /** The mean loss over the last steps that both runs have. */
    private static OptionalDouble meanLoss(RunSummary summary, long steps) throws IOException {
        return Files.exists(summary.run().metrics())
                ? MetricsLog.read(summary.run().metrics()).stream()
                        .filter(entry -> entry.step() < steps && entry.step() >= steps - WINDOW)
                        .mapToDouble(MetricsLog.Entry::loss)
                        .average()
                : OptionalDouble.empty();
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "-";
    }

    private static Map<String, Object> json(RunSummary summary, OptionalDouble meanLoss) {
        Map<String, Object> result = summary.toJson();
        meanLoss.ifPresent(value -> result.put("mean_loss", value));
        return result;
    }
}
