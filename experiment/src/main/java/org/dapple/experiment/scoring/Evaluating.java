package org.dapple.experiment.scoring;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Tests encoders for people: progress, what is skipped, a line for each score. */
public final class Evaluating {
    private final EvaluationJob job;
    private final List<DownstreamTask> tasks;
    private final boolean allowHeard;
    private final ProbeRates rates;
    private final NDManager manager;
    private final Watch watch;
    private final List<TaskResult> results = new ArrayList<>();
    /** By encoder and task. */
    private final Map<List<String>, Map<String, Object>> found = new HashMap<>();

    /** What each encoder has heard, by its name. */
    private final Map<String, Heard> heard = new LinkedHashMap<>();

    private final List<String> warnings = new ArrayList<>();
    private final StringBuilder contracts = new StringBuilder();
    /** Of the encoder that was tested last, one for each task. */
    private final List<Embeddings> newest = new ArrayList<>();

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

    /** What is tested. */
    public List<DownstreamTask> tasks() {
        return tasks;
    }

    /** What was found so far. */
    public List<TaskResult> results() {
        return results;
    }

    /** What is known of heard test clips, for programs. */
    public Map<String, Object> leaks(TaskResult result) {
        return found.getOrDefault(List.of(result.encoder(), result.task()), Map.of());
    }

    /** What readers of the results should know. */
    public List<String> warnings() {
        return warnings;
    }

    /** What was found of each encoder before it was tested. */
    public String contracts() {
        return contracts.toString();
    }

    /** The embeddings of the encoder that was tested last, one for each task. */
    public List<Embeddings> newest() {
        return newest;
    }

    /** The first clip that was read. */
    public Path sound() {
        return newest.get(0).clips().get(0).file();
    }

    /**
     * Tests encoders on all tasks, one encoder after the other.
     *
     * @param entries each is refused when the first one's clips are read, if it has heard test clips
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
            // Of all encoders, so that none is refused after others were probed for hours.
            heard.values().forEach(known -> Leaks.refuse(job.leaks(task, embeddings, known), allowHeard));
            LeakCheck leaks = job.leaks(task, embeddings, heard.getOrDefault(entry.name(), Heard.nothing()));
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
            found.put(List.of(entry.name(), task.name()), leaks.toJson());
            newest.add(embeddings);
        }
    }

    /** How far the runs of the probe lie apart, and its learning rate where that is prescribed. */
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

    /** Says once what holds for every encoder. */
    public void warn(String sentence) {
        if (!warnings.contains(sentence)) {
            warnings.add(sentence);
            watch.say(sentence);
        }
    }
}
