package org.dapple.experiment.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.dapple.core.run.Seeds;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Manifest;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.data.synthetic.SyntheticData;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.eval.scoring.EvaluationResults;
import org.dapple.eval.scoring.FewShot;
import org.dapple.experiment.scoring.TaskChoice;

/**
 * How a study tests its encoders.
 *
 * @param tasks names, as {@code dapple eval} takes them
 * @param root where their folders are
 * @param protocol of the probe
 * @param probeSeeds runs of the probe for each encoder
 * @param fewShot whether few-shot curves are drawn
 * @param checkpoints points of the learning curve after the untrained encoder, up to the trained one; 0: no curve
 * @param keepCheckpoints whether the curve's checkpoints are kept after they are tested
 * @param baselines whether log-mel statistics and untrained encoders are tested too
 */
public record StudyEvaluation(
        List<String> tasks,
        Path root,
        String protocol,
        int probeSeeds,
        boolean fewShot,
        int checkpoints,
        boolean keepCheckpoints,
        boolean baselines) {
    private static final long FIRST_SEED = 42;

    /** Checks the values and copies the list. */
    public StudyEvaluation {
        tasks = List.copyOf(tasks);
        ConfigurationException.require(!tasks.isEmpty(), "tasks", "name at least one task", tasks);
        ConfigurationException.require(probeSeeds >= 1 && probeSeeds <= 100, "probe_seeds", "be 1 to 100", probeSeeds);
        ConfigurationException.require(
                checkpoints >= 0 && checkpoints <= 1000, "checkpoints", "be 0 to 1000", checkpoints);
        Probe.named(protocol);
    }

    static StudyEvaluation read(Settings settings, Path base) {
        return new StudyEvaluation(
                Words.list(settings, "tasks"),
                base.resolve(settings.text("data_root", "")),
                settings.text("protocol", "strict"),
                settings.integer("probe_seeds", 1),
                settings.flag("few_shot", false),
                settings.integer("checkpoints", 0),
                settings.flag("keep_checkpoints", false),
                settings.flag("baselines", true));
    }

    /** The job that tests trained encoders. */
    EvaluationJob job(Path results, Path embeddings) {
        return new EvaluationJob(
                Probe.named(protocol),
                LongStream.range(FIRST_SEED, FIRST_SEED + probeSeeds).boxed().toList(),
                fewShot ? Optional.of(FewShot.standard(new Seeds(FIRST_SEED))) : Optional.empty(),
                embeddings,
                new EvaluationResults(results));
    }

    /** The job that tests a checkpoint of the learning curve, with one run of the probe. */
    EvaluationJob jobOnTheWay(Path results, Path embeddings) {
        return new EvaluationJob(
                Probe.named(protocol),
                List.of(FIRST_SEED),
                Optional.empty(),
                embeddings,
                new EvaluationResults(results));
    }

    /** Steps between the points of the learning curve. */
    int checkpointEvery(int steps) {
        return (steps + checkpoints - 1) / checkpoints;
    }

    /** {@return everything that decides a score, apart from task and encoder} */
    public Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("protocol", Probe.named(protocol).protocolName());
        identity.put("probe_seeds", probeSeeds);
        identity.put("few_shot", fewShot);
        identity.put("checkpoints", checkpoints);
        return identity;
    }

    /**
     * Finds the tasks.
     *
     * @param sounds the manifest of the task {@link SyntheticData#NAME}, if the study has one
     * @param watch is told which rows are left out
     * @return the tasks, in order
     * @throws IOException if their lists cannot be read
     */
    public List<DownstreamTask> tasks(List<Path> sounds, Watch watch) throws IOException {
        List<DownstreamTask> found = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        TaskChoice choice = new TaskChoice(DownstreamSets.standard(), root, null, watch);
        for (String name : tasks) {
            DownstreamTask task = name.equals(SyntheticData.NAME) && !sounds.isEmpty()
                    ? DownstreamTask.of(
                            name,
                            Manifest.read(sounds.get(0)).clips(),
                            SyntheticCorpus.CLIP_SAMPLES / (double) SyntheticCorpus.SAMPLE_RATE)
                    : choose(choice, name);
            ConfigurationException.require(
                    names.add(task.name()), "evaluate.tasks", "name every task once", task.name());
            found.add(task);
        }
        return found;
    }

    private static DownstreamTask choose(TaskChoice choice, String name) throws IOException {
        try {
            return choice.all(List.of(name)).get(0);
        } catch (ConfigurationException e) {
            String problem = String.valueOf(e.getMessage()).substring(e.key().length() + 1);
            throw new ConfigurationException(
                    "evaluate.tasks",
                    e.key().equals("--tasks") ? problem : "names " + name + ", whose " + e.getMessage());
        }
    }
}
