package org.dapple.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dapple.cli.command.DappleCommand;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.eval.report.table.TextTable;
import org.dapple.experiment.text.Sentence;
import org.dapple.experiment.text.Tables;
import org.dapple.train.Catalogues;
import org.dapple.train.RunSummary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists runs in a table. */
@Command(
        name = "list",
        description = {
            "List the pre-training runs in a folder with their states.",
            "",
            "Example:  ./dapple runs list runs",
            ""
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class RunsListCommand implements Callable<Integer> {
    /** The depth of the search: runs are rarely nested deeper, and a run's own folders hold no runs. */
    private static final int DEEPEST = 3;

    private static final String NOT_BEGUN = "not begun: it ended while clips were read; give its command again";

    private static final List<String> HEADER =
            List.of("run", "model", "masking", "steps", "last loss", "clips/s", "started", "state");

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "The folder (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("runs");

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the table to this file, for programs.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(
                    "DIR",
                    "must be a folder with runs; " + folder
                            + (Files.exists(folder) ? " is not a folder" : " does not exist"));
        }
        List<List<String>> rows = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        for (Path root : roots()) {
            String name = root.equals(folder)
                    ? root.toString()
                    : folder.relativize(root).toString();
            if (isNotBegun(root)) {
                boolean reading = WorkLock.isTaken(root);
                rows.add(List.of(name, "", "", "", "", "", "", reading ? "reading clips" : NOT_BEGUN));
                results.add(Map.of("run", root.toString(), "state", reading ? "reading" : "not_begun"));
                continue;
            }
            try {
                RunSummary summary = RunSummary.of(new RunDirectory(root), Catalogues.standard());
                rows.add(row(name, summary));
                results.add(summary.toJson());
            } catch (IOException | ConfigurationException e) {
                rows.add(List.of(name, "", "", "", "", "", "", "unreadable: " + Sentence.of(e)));
                results.add(Map.of("run", root.toString(), "state", "unreadable", "reason", Sentence.of(e)));
            }
        }
        if (json != null) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("runs", results);
            Json.write(json, tree);
        }
        DappleCommand.say(
                rows.isEmpty()
                        ? "There are no runs in " + folder
                        : Tables.text(new TextTable("Runs", HEADER, rows)).stripTrailing());
        return 0;
    }

    private List<Path> roots() throws IOException {
        try (Stream<Path> paths = Files.walk(folder, DEEPEST)) {
            return paths.filter(path -> Files.isRegularFile(new RunDirectory(path).description()) || isNotBegun(path))
                    .sorted()
                    .toList();
        }
    }

    /** Whether a run ended while its clips were read. */
    private static boolean isNotBegun(Path path) {
        RunDirectory run = new RunDirectory(path);
        return !Files.exists(run.description()) && Files.isDirectory(run.cache()) && Files.exists(run.lock());
    }

    private static List<String> row(String name, RunSummary summary) {
        return List.of(
                name,
                summary.model(),
                summary.masking(),
                summary.done() + "/" + summary.all(),
                number(summary, "loss", "%.4f"),
                number(summary, "clips_per_second", "%.1f"),
                summary.started(),
                Settings.word(summary.state()));
    }

    /** The newest value of a number of a run, or a dash. */
    static String number(RunSummary summary, String name, String format) {
        Double value = summary.latest().get(name);
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
