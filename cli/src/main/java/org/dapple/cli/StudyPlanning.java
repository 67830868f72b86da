package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.Terminal;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.data.store.Corpus;
import org.dapple.data.synthetic.SyntheticData;
import org.dapple.data.task.DownstreamTask;
import org.dapple.experiment.study.StudyConfig;
import org.dapple.experiment.study.cost.StudyPlan;
import org.dapple.experiment.study.report.PlanText;
import org.dapple.experiment.text.Tables;

/** Plans a study. Files are written only in a temporary folder, which is removed. */
final class StudyPlanning {
    private StudyPlanning() {}

    /**
     * Prints the plan.
     *
     * @param calibrate whether to time steps; without it no data is needed
     */
    static DappleCommand.Outcome run(StudyConfig config, boolean calibrate, NDManager manager) throws IOException {
        Path folder = Files.createTempDirectory("dapple-plan");
        try {
            return run(config, calibrate, folder, manager);
        } finally {
            try (Stream<Path> content = Files.walk(folder)) {
                for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static DappleCommand.Outcome run(StudyConfig config, boolean calibrate, Path folder, NDManager manager)
            throws IOException {
        Watch watch = Terminal.WATCH;
        List<String> missing = new ArrayList<>();
        OptionalInt crops;
        StudyPlan plan;
        if (calibrate) {
            List<Path> sounds = config.sounds().isEmpty()
                    ? List.of()
                    : List.of(config.sounds().get().write(folder, watch));
            List<Corpus> corpora =
                    sounds.isEmpty() ? config.data() : List.of(new Corpus(sounds.get(0), "train", List.of()));
            crops = StudyPlan.crops(corpora);
            List<DownstreamTask> tasks = config.evaluation().tasks(sounds, watch);
            plan = StudyPlan.calibrated(config, crops, tasks, new StepProcess(manager.getDevice()), watch, manager);
        } else {
            crops = config.sounds().isPresent()
                    ? OptionalInt.of(config.sounds().get().train() * SyntheticData.SMALL.classes())
                    : StudyPlan.crops(config.data());
            missing.addAll(missing(config));
            plan = new StudyPlan(config, crops, Map.of(), Map.of());
        }
        PlanText text = new PlanText(plan);
        DappleCommand.say("\n" + config.name());
        DappleCommand.say(Tables.text(text.table()).stripTrailing());
        text.lines().forEach(DappleCommand::say);
        missing.forEach(DappleCommand::say);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("runs", config.cells().size());
        json.put("rows", text.table().rows());
        json.put("lines", text.lines());
        json.put("missing", missing);
        return DappleCommand.Outcome.done(json);
    }

    /** Data and tasks that are missing. Unknown downstream sets are refused at once. */
    private static List<String> missing(StudyConfig config) {
        List<String> missing = new ArrayList<>();
        for (Corpus corpus : config.data()) {
            if (!Files.exists(corpus.path())) {
                missing.add("Missing: the data " + corpus.path());
            }
        }
        for (String task : config.evaluation().tasks()) {
            Path path = config.evaluation().root().resolve(task);
            boolean synthetic =
                    task.equals(SyntheticData.NAME) && config.sounds().isPresent();
            if (!synthetic && !Files.exists(path)) {
                if (!task.contains("/")) {
                    requireKnown(task);
                }
                missing.add("Missing: the task " + path);
            }
        }
        return missing;
    }

    private static void requireKnown(String task) {
        try {
            DownstreamSets.standard().get(task);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    "evaluate.tasks",
                    "names " + task + ", which is not in evaluate.data_root; as a downstream set, " + e.getMessage());
        }
    }
}
