package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dapple.core.files.WorkLock;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Heard;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.contract.EncoderContract;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.report.chart.EmbeddingMap;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.Contender;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.eval.scoring.EvaluationListener;
import org.dapple.models.encoder.AudioEncoder;

/** Tests encoders for people: progress, what is skipped, a line for each score. */
final class Evaluating implements EvaluationListener {
    private final EvaluationJob job;
    private final List<DownstreamTask> tasks;
    private final boolean allowHeard;
    private final ProbeRates rates;
    private final NDManager manager;
    private final List<TaskResult> results = new ArrayList<>();
    /** By encoder and task. */
    private final Map<List<String>, Map<String, Object>> found = new HashMap<>();

    /** What each encoder has heard, by its name. */
    private final Map<String, Heard> heard = new LinkedHashMap<>();

    private final List<String> warnings = new ArrayList<>();
    private final StringBuilder contracts = new StringBuilder();
    /** Of the encoder that was tested last, one for each task. */
    private final List<Embeddings> newest = new ArrayList<>();

    Evaluating(EvaluationJob job, List<DownstreamTask> tasks, boolean allowHeard, ProbeRates rates, NDManager manager) {
        this.job = job;
        this.tasks = tasks;
        this.allowHeard = allowHeard;
        this.rates = rates;
        this.manager = manager;
    }

    /** What was found so far. */
    List<TaskResult> results() {
        return results;
    }

    /** What is known of heard test clips, for programs. */
    Map<String, Object> leaks(TaskResult result) {
        return found.getOrDefault(List.of(result.encoder(), result.task()), Map.of());
    }

    /** What readers of the results should know. */
    List<String> warnings() {
        return warnings;
    }

    /** What was found of each encoder before it was tested. */
    String contracts() {
        return contracts.toString();
    }

    /** Maps of what the encoder that was tested last makes of the tasks' clips. */
    List<ReportPart> maps() throws IOException {
        List<ReportPart> maps = new ArrayList<>();
        String encoder = results.get(results.size() - 1).encoder();
        try (Progress progress = new Progress("mapping embeddings", tasks.size(), " tasks")) {
            for (int i = 0; i < tasks.size(); i++) {
                DownstreamTask task = tasks.get(i);
                Embeddings embeddings = newest.get(i);
                part(
                                "the map of " + task.name(),
                                () -> Optional.of(EmbeddingMaps.of(
                                        task, encoder, embeddings, EmbeddingMap.MOST_SOUNDS / tasks.size())))
                        .ifPresent(maps::add);
                progress.step();
            }
        }
        return maps;
    }

    /** The first clip that was read. */
    Path sound() {
        return newest.get(0).clips().get(0).file();
    }

    /** A part of the report, or a sentence why it is left out: scores that took hours do not depend on a picture. */
    Optional<ReportPart> part(String name, WorkLock.Work<Optional<ReportPart>> part) {
        try {
            return part.run();
        } catch (IOException | ConfigurationException e) {
            warn("Left out of the report: " + name + ", because " + Failures.sentence(e) + ".");
            return Optional.empty();
        }
    }

    /**
     * Tests encoders on all tasks, one encoder after the other.
     *
     * @param entries each is refused when the first one's clips are read, if it has heard test clips
     */
    void test(List<Entry> entries) throws IOException {
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
        note(String.format(
                Locale.ROOT,
                "%s keeps the contract: all %d findings are ok",
                entry.name(),
                contract.findings().size()));
        newest.clear();
        for (DownstreamTask task : tasks) {
            Embeddings embeddings = job.embed(contender, task, manager, this);
            // Of all encoders, so that none is refused after others were probed for hours.
            heard.values().forEach(known -> Leaks.refuse(job.leaks(task, embeddings, known), allowHeard));
            LeakCheck leaks = job.leaks(task, embeddings, heard.getOrDefault(entry.name(), Heard.nothing()));
            leaks.ofHearing().forEach(sentence -> warn(task.name() + ", " + entry.name() + ": " + sentence));
            leaks.ofSplit().forEach(sentence -> warn(task.name() + ": " + sentence));
            TaskResult result = job.run(contender, task, embeddings, leaks, manager, this);
            DappleCommand.say(String.format(
                    Locale.ROOT,
                    "%-24s %-28s %s %s%s",
                    task.name(),
                    entry.name(),
                    result.metric().shortName(),
                    Probing.percent(result.overClips()),
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
    private void warn(String sentence) {
        if (!warnings.contains(sentence)) {
            warnings.add(sentence);
            note(sentence);
        }
    }

    @Override
    public Stage begin(String title, int parts, String unit) {
        Progress progress = new Progress(title, parts, " " + unit);
        return new Stage() {
            @Override
            public void step() {
                progress.step();
            }

            @Override
            public void close() {
                progress.close();
            }
        };
    }

    @Override
    public void note(String sentence) {
        DappleCommand.say(sentence);
    }
}
