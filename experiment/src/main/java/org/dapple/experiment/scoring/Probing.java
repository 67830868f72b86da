package org.dapple.experiment.scoring;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.run.Seeds;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.UnreadableAudioException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.clips.UsableClips;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.ClipLengths;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.embedding.Embedder;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.ResultOrigin;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.ProbeTask;
import org.dapple.models.encoder.AudioEncoder;
import org.jspecify.annotations.Nullable;

/** Embeds and probes clips for people: progress, skipped clips, one line of result. */
public final class Probing {
    private static final long SEED = 42;
    private static final double LONGEST_SECONDS = 30;

    private final DownstreamTask task;
    private final Probe probe;
    private final NDManager manager;
    private final Watch watch;

    /**
     * Probes of one labelled set by the strict protocol.
     *
     * @param clips the set
     * @param seconds length that clips are cut or padded to; null: the median of a sample
     */
    public Probing(List<Clip> clips, @Nullable Double seconds, NDManager manager, Watch watch) throws IOException {
        this(clips, seconds, Probe.named("strict"), manager, watch);
    }

    /**
     * Probes of one labelled set.
     *
     * @param clips the set
     * @param seconds length that clips are cut or padded to; null: the median of a sample
     * @param probe how classes are learned
     */
    public Probing(List<Clip> clips, @Nullable Double seconds, Probe probe, NDManager manager, Watch watch)
            throws IOException {
        this.task = DownstreamTask.of("data", clips, seconds(clips, seconds));
        this.probe = probe;
        this.manager = manager;
        this.watch = watch;
    }

    /** The vectors of all clips under some features. */
    public Embeddings embed(String name, ClipFeatures features) throws IOException {
        return embed(name, features, Optional.empty());
    }

    /**
     * The vectors of all clips under some features.
     *
     * @param kept a folder where they are kept as they are computed, and found again
     */
    public Embeddings embed(String name, ClipFeatures features, Optional<Path> kept) throws IOException {
        return new Embedder(features, task.seconds()).run(name, Fold.used(task.clips()), kept, manager, watch);
    }

    /** Embeds with a trained or untrained encoder. */
    public Embeddings embed(String name, AudioEncoder encoder) throws IOException {
        return embed(name, new EncoderFeatures(encoder));
    }

    /** The baseline without an encoder. */
    public Embeddings embedLogMelStatistics() throws IOException {
        return embed("log-mel statistics", new LogMelStatistics(LogMel.standard()));
    }

    /** Probes vectors once and prints the score. */
    public ProbeResult probe(String name, Embeddings embeddings) {
        return probe(name, embeddings, List.of(SEED)).runs().get(0);
    }

    /** Probes vectors once for each seed and prints the score, how far the seeds lie apart, and what limits it. */
    public TaskResult probe(String name, Embeddings embeddings, List<Long> seeds) {
        DownstreamTask readable = task.with(embeddings.clips());
        int folds = new ProbeTask(probe, readable, new Seeds(SEED)).folds().size();
        List<ProbeResult> runs = new ArrayList<>();
        try (Watch.Stage stage = watch.begin(name + ": probing", (long) folds * seeds.size(), "folds")) {
            for (long seed : seeds) {
                ProbeTask one = new ProbeTask(probe, readable, new Seeds(seed));
                runs.add(one.run(embeddings, one.folds(), manager, stage::step));
            }
        }
        TaskResult result = new TaskResult(name, task.name(), runs, List.of());
        String metric = result.metric() == DownstreamMetric.ACCURACY
                ? ""
                : result.metric().shortName() + " ";
        watch.say(String.format(
                Locale.ROOT, "%-34s %s%s", name, metric, result.overClips().percent()));
        if (runs.size() > 1) {
            watch.say(String.format(
                    Locale.ROOT,
                    "mean of %d seeds; by seed: %s %%",
                    runs.size(),
                    runs.stream()
                            .map(run -> String.format(Locale.ROOT, "%.1f", 100 * run.score()))
                            .collect(Collectors.joining(", "))));
        }
        result.remarks().forEach(watch::say);
        result.budget().ifPresent(watch::say);
        return result;
    }

    /** How a score was made. */
    public ResultOrigin origin(
            String name,
            String checkpoint,
            ClipFeatures features,
            Embeddings embeddings,
            Map<String, Object> learning) {
        return new ResultOrigin(
                name,
                checkpoint,
                features.description(),
                new ResultOrigin.Clips(task.seconds(), task.rows(embeddings.skipped())),
                learning);
    }

    /** The one length that all clips are cut or padded to. */
    public double seconds() {
        return task.seconds();
    }

    /** Refuses a set that cannot be probed, before its clips are read. */
    public void check() {
        task.labels();
        new ProbeTask(probe, task, new Seeds(SEED)).folds();
        TaskChoice.sayLeftOut(task, watch);
    }

    /**
     * Refuses before the clips are embedded what can be told without it: test clips of heard sources, and one that has
     * the name of a heard clip and is that clip. {@link #leaks} looks at all sounds.
     *
     * @param heard what the encoder has heard
     * @param allowed whether it may have heard test clips
     */
    public void refuseEarly(Heard heard, boolean allowed) throws IOException {
        List<Clip> clips = task.clips();
        List<String> hashes = new ArrayList<>(Collections.nCopies(clips.size(), "unknown"));
        List<Fold> folds = new ProbeTask(probe, task, new Seeds(SEED)).folds();
        Set<String> names = heard.clips().stream().map(HeardClip::filename).collect(Collectors.toSet());
        Optional<Integer> namesake = folds.stream()
                .flatMap(fold -> fold.test().stream())
                .filter(i -> names.contains(clips.get(i).filename()))
                .findFirst();
        if (namesake.isPresent()) {
            int i = namesake.get();
            try {
                hashes.set(i, AudioReader.standard().contentHash(clips.get(i).file()));
            } catch (UnreadableAudioException | NoSuchFileException e) {
                // It will be skipped.
            }
        }
        Leaks.refuse(LeakCheck.of(heard, clips, hashes, folds), allowed);
    }

    /**
     * Looks for test clips that are not new: says what there is, and refuses those that pre-training heard, or whose
     * sources it heard.
     *
     * @param heard what the encoder has heard
     * @param allowed whether it may have heard test clips
     */
    public LeakCheck leaks(Embeddings embeddings, Heard heard, boolean allowed) {
        LeakCheck check = find(embeddings, heard);
        Leaks.refuse(check, allowed);
        check.sentences().forEach(watch::say);
        if (!check.ofPretraining().isEmpty()) {
            watch.say("The score is no estimate for new sound.");
        }
        return check;
    }

    /** Looks for test clips that are not new. */
    public LeakCheck find(Embeddings embeddings, Heard heard) {
        ProbeTask readable = new ProbeTask(probe, task.with(embeddings.clips()), new Seeds(SEED));
        return LeakCheck.of(heard, embeddings, readable.folds());
    }

    /** The length that was asked for, if it is possible, or the median. */
    public static double seconds(List<Clip> clips, @Nullable Double wanted) {
        double length = wanted == null ? medianSeconds(clips) : wanted;
        ConfigurationException.require(
                length > 0 && length <= DownstreamTask.LONGEST_SECONDS,
                "--seconds",
                "be positive and at most " + DownstreamTask.LONGEST_SECONDS,
                length);
        return length;
    }

    /** The median length of some of the clips, at most half a minute. */
    public static double medianSeconds(List<Clip> clips) {
        AudioReader reader = AudioReader.standard();
        OptionalInt samples = new ClipLengths(reader).median(clips, 32, (int) (LONGEST_SECONDS * reader.sampleRate()));
        if (samples.isEmpty()) {
            throw UsableClips.none(clips.size());
        }
        return Math.min(LONGEST_SECONDS, (double) samples.getAsInt() / reader.sampleRate());
    }
}
