package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.Failures;
import org.dapple.cli.command.FolderCheck;
import org.dapple.cli.command.Interruption;
import org.dapple.cli.command.Overrides;
import org.dapple.cli.command.Terminal;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.experiment.study.Shard;
import org.dapple.experiment.study.Study;
import org.dapple.experiment.study.StudyConfig;
import org.dapple.experiment.study.StudyFolder;
import org.dapple.experiment.study.StudyResults;
import org.dapple.experiment.study.cost.StudyCosts;
import org.dapple.experiment.study.report.StudyReport;
import org.dapple.train.Catalogues;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares maskings on the user's own data. */
@Command(
        name = "study",
        description = {
            "Find out which masking is better for your data: pre-train with each strategy, model and seed, test all"
                    + " encoders, compare them over seeds, and write one report.",
            "",
            "Example:  ./dapple study studies/quick.yaml --plan",
            "          ./dapple study studies/quick.yaml --out studies/quick",
            "",
            "The first word is the study's file; the others change its settings, for example pretrain.max_steps=500. If"
                    + " interrupted, start it again: it continues and ends with the same numbers. See docs/study.md.",
            ""
        })
final class StudyCommand extends DappleCommand {
    @Option(names = "--out", paramLabel = "DIR", description = "Where everything goes (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("study");

    @Option(names = "--plan", description = "Only count runs, and estimate time and disk space from a few steps.")
    private boolean plan;

    @Option(names = "--no-calibration", description = "With --plan: only count runs, without data.")
    private boolean uncalibrated;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Work on part I of N of the runs, I from 0 to N - 1. Parts may share a folder.")
    private String shard = "";

    @Option(names = "--report-only", description = "Train and test nothing; write the report of the results so far.")
    private boolean reportOnly;

    @Option(names = "--no-costs", description = "Do not measure the steps of each strategy for the report.")
    private boolean withoutCosts;

    private final List<String> files = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    /** The words that are settings of the command: only the device; the others belong to the study. */
    @Override
    public List<String> settings(List<String> words) {
        List<String> own = new ArrayList<>();
        for (String word : words) {
            List<String> kind = word.startsWith("device=") ? own : word.contains("=") ? changes : files;
            kind.add(word);
        }
        return own;
    }

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        Path file = file();
        Map<String, Object> tree = Overrides.assign(Overrides.file(file, "study"), changes);
        Path base = file.toAbsolutePath().normalize().getParent();
        StudyConfig config =
                StudyConfig.read(new Settings(tree), base == null ? Path.of("") : base, Catalogues.standard());
        if (plan) {
            return StudyPlanning.run(config, !uncalibrated, manager);
        }
        FolderCheck.writable("--out", out);
        Path yaml = out.resolve("study.yaml");
        StudyFolder folder = new StudyFolder(out);
        String text =
                "# Relative paths go from the folder of " + file.toAbsolutePath() + "\n" + Overrides.yaml(tree) + "\n";
        Interruption.ofProcess().savesWhenAsked();
        Watch watch = Terminal.WATCH;
        Study study = new Study(config, folder, watch, manager);
        folder.alone("report", watch, () -> {
            folder.claim(config.cells());
            AtomicFile.write(yaml, text.getBytes(StandardCharsets.UTF_8));
            return yaml;
        });
        boolean done = reportOnly || study.run(shard.isEmpty() ? Shard.WHOLE : Shard.of(shard));
        StudyResults results = study.results();
        study.failures().forEach(failure -> say("\nNot trained: " + failure));
        if (!done) {
            say("\nInterrupted: " + results.progress() + " are done. The same command continues.");
            return new Outcome(Failures.INTERRUPTED, json(results, Optional.empty()));
        }
        if (!results.complete() && !reportOnly) {
            say("\nThis process has nothing left to do; " + results.progress()
                    + " are done. The last process, or --report-only, writes the report.");
            return new Outcome(study.failures().isEmpty() ? 0 : Failures.FAILED, json(results, Optional.empty()));
        }
        return folder.alone("report", watch, () -> {
            if (!Files.readString(yaml).equals(text)) {
                throw new IOException(
                        "another study was begun in " + out + " meanwhile (" + yaml
                                + "): what was trained and tested is kept; give this command again for the report of this study");
            }
            return report(study, results, folder, manager);
        });
    }

    private Outcome report(Study study, StudyResults results, StudyFolder folder, NDManager manager)
            throws IOException {
        StudyCosts costs =
                StudyCosts.of(results, folder, new StepProcess(manager.getDevice()), Terminal.WATCH, !withoutCosts);
        String summary = new StudyReport(results, costs, folder).write(Terminal.WATCH, study.sounds(), manager);
        say("\n" + results.progress() + ". " + summary);
        say("\nReport: " + out.resolve("report.html").toAbsolutePath().normalize());
        return Outcome.done(json(results, Optional.of(summary)));
    }

    private Path file() {
        if (files.isEmpty()) {
            throw new ConfigurationException(
                    "study", "needs a file that says what to compare, for example studies/quick.yaml");
        }
        ConfigurationException.require(files.size() == 1, "study", "name one file, then settings", files);
        Path file = Path.of(files.get(0));
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException("study", "must be a YAML file; " + file + " does not exist");
        }
        return file;
    }

    private Map<String, Object> json(StudyResults results, Optional<String> summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", out.toString());
        json.put("cells", results.study().cells().size());
        json.put("missing", results.missing().size());
        json.put("complete", results.complete());
        summary.ifPresent(text -> json.put("summary", text));
        return json;
    }
}
