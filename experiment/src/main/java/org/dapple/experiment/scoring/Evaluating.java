package org.dapple.experiment.scoring;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.dapple.core.run.Watch;
import org.dapple.data.clips.Heard;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.contract.EncoderContract;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.Contender;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.experiment.encoder.Entry;
import org.dapple.experiment.encoder.ProbeRates;
import org.dapple.models.encoder.AudioEncoder;

/** Tests encoders on tasks and reports progress, skipped clips and scores. */
public final class Evaluating {
    private final EvaluationJob job;
    private final List<DownstreamTask> tasks;
    private final boolean allowHeard;
    private final ProbeRates rates;
    private final NDManager manager;
    private final Watch watch;
    private final List<TaskResult> results = new ArrayList<>();

    /** What each encoder has heard, by its name. */
    private final Map<String, Heard> heard = new LinkedHashMap<>();

    private final List<String> warnings = new ArrayList<>();
    private final StringBuilder contracts = new StringBuilder();

    /** Embeddings of the encoder tested last, one set for each task. */
    private final List<Embeddings> newest = new ArrayList<>();

    /**
     * A new evaluation.
     *
     * @param job protocol, seeds, and where results and embeddings are kept
     * @param tasks what to test on
     * @param allowHeard whether pre-training may have heard test clips
     * @param rates learning rates of the probe
     * @param manager its device computes
     * @param watch follows the work
     */
    public Evaluating(
            EvaluationJob job,
            List<DownstreamTask> tasks,
            boolean allowHeard,
            ProbeRates rates,
            NDManager manager,
            Watch watch) {
        this.job = job;
        this.tasks = tasks;
        this.allowHeard = allowHeard;
        this.rates = rates;
        this.manager = manager;
        this.watch = watch;
    }

    /** {@return the tasks} */
    public List<DownstreamTask> tasks() {
        return tasks;
    }

    /** {@return the results so far} */
    public List<TaskResult> results() {
        return results;
    }

    /** {@return sentences that readers of the results should know} */
    public List<String> warnings() {
        return warnings;
    }

    /** {@return the findings of each encoder's contract check, as text} */
    public String contracts() {
        return contracts.toString();
    }

    /** {@return the embeddings of the encoder tested last, one set for each task} */
    public List<Embeddings> newest() {
        return newest;
    }

    /** {@return the first clip that could be read} */
    public Path sound() {
        return newest.get(0).clips().get(0).file();
    }

    /**
     * Tests encoders on all tasks, one encoder after the other.
     *
     * @param entries the encoders; if any of them has heard test clips, it is refused while the first one is tested
     * @throws IOException if an encoder or a clip cannot be read, or a result cannot be written
     * @throws org.dapple.core.settings.ConfigurationException if an encoder has heard test clips
     */
    public void test(List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            heard.put(entry.name(), entry.hearing().read());
        }
        for (Entry entry : entries) {
            test(entry);
        }
    }

    private void test(Entry entry) throws IOException {
        Entry.Loader loader = entry.loader();
        if (loader == null) {
            test(entry, contender(entry, new LogMelStatistics(Entry.STATISTICS)));
            return;
        }
        try (NDManager own = manager.newSubManager();
                AudioEncoder encoder = loader.load(own)) {
            test(entry, contender(entry, new EncoderFeatures(encoder)));
        }
    }

    private Contender contender(Entry entry, ClipFeatures features) {
        OptionalDouble rate = rates.of(entry.name(), entry.learningRate(), entry.loader() == null);
        return new Contender(entry.name(), entry.checkpoint(), features, rate);
    }

    private void test(Entry entry, Contender contender) throws IOException {
        EncoderContract contract =
                EncoderContract.check(contender.features(), tasks.get(0).seconds(), manager);
        contracts.append(entry.name()).append('\n').append(contract).append("\n\n");
        contract.require();
        watch.say(String.format(
                Locale.ROOT,
                "%s keeps the contract: all %d findings are ok",
                entry.name(),
                contract.findings().size()));
        newest.clear();
        for (DownstreamTask task : tasks) {
            Embeddings embeddings = job.embed(contender, task, manager, watch);
            if (results.size() < tasks.size()) {
                // With the first encoder's clips all are checked, so that none is refused after hours of probing.
                heard.values().forEach(known -> Leaks.refuse(job.leaks(task, embeddings, known), allowHeard));
            }
            LeakCheck leaks = job.leaks(task, embeddings, heard.getOrDefault(entry.name(), Heard.nothing()));
            Leaks.refuse(leaks, allowHeard); // fingerprints are of a sample rate, and the first one's may be another
            leaks.ofHearing().forEach(sentence -> warn(task.name() + ", " + entry.name() + ": " + sentence));
            leaks.ofSplit().forEach(sentence -> warn(task.name() + ": " + sentence));
            TaskResult result = job.run(contender, task, embeddings, leaks, manager, watch);
            watch.say(String.format(
                    Locale.ROOT,
                    "%-24s %-28s %s %s%s",
                    task.name(),
                    entry.name(),
                    result.metric().shortName(),
                    result.overClips().percent(),
                    spread(result)));
            result.remarks().forEach(remark -> warn(task.name() + ": " + remark));
            result.budget().ifPresent(ended -> warn(task.name() + ", " + entry.name() + ": " + ended));
            results.add(result);
            newest.add(embeddings);
        }
    }

    /** The range of the runs of the probe, and its learning rate where the protocol prescribes one. */
    private static String spread(TaskResult result) {
        String rate = result.protocol().contains(",")
                ? result.protocol().substring(result.protocol().indexOf(','))
                : "";
        return result.runs().size() == 1
                ? rate
                : String.format(
                        Locale.ROOT,
                        ", runs %.1f to %.1f%s",
                        100 * result.scores().getMin(),
                        100 * result.scores().getMax(),
                        rate);
    }

    /**
     * Adds a warning for readers of the results; each is said once.
     *
     * @param sentence the warning
     */
    public void warn(String sentence) {
        if (!warnings.contains(sentence)) {
            warnings.add(sentence);
            watch.say(sentence);
        }
    }
}
