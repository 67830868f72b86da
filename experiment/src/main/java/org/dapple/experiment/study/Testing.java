package org.dapple.experiment.study;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Heard;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.probe.EvarRate;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.Contender;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.train.PretrainingJob;

/**
 * Tests the encoders of a study. Predictions are kept in its folder, so that an interrupted test can continue.
 *
 * @param study decides how
 * @param folder keeps results and scores
 * @param tasks what is tested
 * @param contents fingerprints of the clips
 * @param watch follows the work
 * @param manager its device computes
 */
record Testing(
        StudyConfig study,
        StudyFolder folder,
        List<DownstreamTask> tasks,
        StudyContents contents,
        Watch watch,
        NDManager manager) {

    /** The scores of one entrant. */
    ScoreFile scores(Entrant entrant) {
        return new ScoreFile(folder.scores(entrant.name()), entrant);
    }

    /** Whether an entrant was tested on all tasks. */
    boolean isDone(Entrant entrant) throws IOException {
        for (DownstreamTask task : tasks) {
            if (scores(entrant).find(study, task, contents).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tests log-mel statistics, and verifies that no run will hear a test clip.
     *
     * @param runs what the runs will have heard
     */
    void statistics(Entrant entrant, Heard runs) throws IOException {
        for (DownstreamTask task : missing(entrant)) {
            Contender contender = new Contender(entrant.name(), new LogMelStatistics(LogMel.standard()));
            Embeddings embeddings = full(entrant).embed(contender, task, manager, watch);
            requireUnheard(task, full(entrant).leaks(task, embeddings, runs));
            keep(entrant, task, test(full(entrant), contender, task, Heard.nothing()), new TreeMap<>());
        }
    }

    /** Tests an encoder before training. */
    void untrained(Entrant entrant, PretrainingJob job) throws IOException {
        for (DownstreamTask task : missing(entrant)) {
            try (AudioEncoder encoder = job.encoders().untrained(manager)) {
                Contender contender = contender(entrant, "0", encoder, job);
                keep(entrant, task, test(full(entrant), contender, task, Heard.nothing()), new TreeMap<>());
            }
        }
    }

    /**
     * Tests a trained encoder and the checkpoints of its learning curve.
     *
     * @param steps of these checkpoints, up to the end
     */
    void trained(Entrant entrant, PretrainingJob job, List<Long> steps, Heard heard) throws IOException {
        long end = steps.get(steps.size() - 1);
        for (DownstreamTask task : missing(entrant)) {
            SortedMap<Long, Double> curve = new TreeMap<>();
            for (long step : steps.subList(0, steps.size() - 1)) {
                EvaluationJob one = study.evaluation().jobOnTheWay(folder.results(), folder.embeddings(entrant.cell()));
                try (AudioEncoder encoder = job.encoders().at(OptionalLong.of(step), manager)) {
                    Contender contender = new Contender(
                            entrant.name() + "@" + step, String.valueOf(step), new EncoderFeatures(encoder), rate(job));
                    curve.put(step, test(one, contender, task, heard).result.score());
                }
            }
            try (AudioEncoder encoder = job.encoders().newest(manager)) {
                Contender contender = contender(entrant, "", encoder, job);
                Tested tested = test(full(entrant), contender, task, heard);
                curve.put(end, tested.result.score());
                keep(entrant, task, tested, curve);
            }
        }
    }

    private static Contender contender(Entrant entrant, String checkpoint, AudioEncoder encoder, PretrainingJob job) {
        return new Contender(entrant.name(), checkpoint, new EncoderFeatures(encoder), rate(job));
    }

    private static OptionalDouble rate(PretrainingJob job) {
        return OptionalDouble.of(EvarRate.of(job.config().recipe()));
    }

    private EvaluationJob full(Entrant entrant) {
        return study.evaluation().job(folder.results(), folder.embeddings(entrant.cell()));
    }

    private List<DownstreamTask> missing(Entrant entrant) throws IOException {
        List<DownstreamTask> missing = new ArrayList<>();
        for (DownstreamTask task : tasks) {
            if (scores(entrant).find(study, task, contents).isEmpty()) {
                missing.add(task);
            }
        }
        return missing;
    }

    /** A result, with what was found about heard test clips. */
    private record Tested(TaskResult result, LeakCheck leaks) {}

    private Tested test(EvaluationJob job, Contender contender, DownstreamTask task, Heard heard) throws IOException {
        Embeddings embeddings = job.embed(contender, task, manager, watch);
        LeakCheck leaks = job.leaks(task, embeddings, heard);
        requireUnheard(task, leaks);
        return new Tested(job.run(contender, task, embeddings, leaks, manager, watch), leaks);
    }

    private void keep(Entrant entrant, DownstreamTask task, Tested tested, SortedMap<Long, Double> curve)
            throws IOException {
        TaskResult result = tested.result;
        ScoreFile scores = scores(entrant);
        Map<String, Object> made = new LinkedHashMap<>(result.provenance());
        made.keySet()
                .retainAll(Set.of(
                        "encoder", "clips", "learning", "leaks")); // neither clock nor machine: scores are compared
        scores.put(new TaskScore(
                task.name(),
                scores.key(study, task, contents),
                result.protocol(),
                result.metric().shortName(),
                result.chance(),
                result.runs().get(0).predictions().size(),
                result.score(),
                result.runs().stream().map(ProbeResult::score).toList(),
                curve,
                result.shots(),
                tested.leaks.sentences(),
                made));
    }

    /** Refuses test clips that were trained on, or whose sources were. */
    private static void requireUnheard(DownstreamTask task, LeakCheck leaks) {
        if (!leaks.ofPretraining().isEmpty()) {
            throw new ConfigurationException(
                    "evaluate.tasks",
                    "must be tested on sound that no run has heard; of " + task.name() + ", "
                            + leaks.ofPretraining().get(0)
                            + " (leave the test clips out of data, as with split: train)");
        }
    }
}
