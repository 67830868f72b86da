package org.dapple.cli;

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
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.UnreadableAudioException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.clips.SkippedClip;
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
import org.dapple.eval.statistics.Interval;
import org.dapple.models.encoder.AudioEncoder;
import org.jspecify.annotations.Nullable;

/** Embeds and probes clips for people: progress, skipped clips, one line of result. */
final class Probing {
    private static final long SEED = 42;
    private static final double LONGEST_SECONDS = 30;

    private final DownstreamTask task;
    private final Probe probe;
    private final NDManager manager;

    /**
     * Probes of one labelled set by the strict protocol.
     *
     * @param clips the set
     * @param seconds length that clips are cut or padded to; null: the median of a sample
     */
    Probing(List<Clip> clips, @Nullable Double seconds, NDManager manager) throws IOException {
        this(clips, seconds, Probe.named("strict"), manager);
    }

    /**
     * Probes of one labelled set.
     *
     * @param clips the set
     * @param seconds length that clips are cut or padded to; null: the median of a sample
     * @param probe how classes are learned
     */
    Probing(List<Clip> clips, @Nullable Double seconds, Probe probe, NDManager manager) throws IOException {
        double length = seconds == null ? medianSeconds(clips) : seconds;
        ConfigurationException.require(
                length > 0 && length <= DownstreamTask.LONGEST_SECONDS,
                "--seconds",
                "be positive and at most " + DownstreamTask.LONGEST_SECONDS,
                length);
        this.task = DownstreamTask.of("data", clips, length);
        this.probe = probe;
        this.manager = manager;
    }

    /** The vectors of all clips under some features. */
    Embeddings embed(String name, ClipFeatures features) throws IOException {
        return embed(name, features, Optional.empty());
    }

    /**
     * The vectors of all clips under some features.
     *
     * @param kept a folder where they are kept as they are computed, and found again
     */
    Embeddings embed(String name, ClipFeatures features, Optional<Path> kept) throws IOException {
        Embeddings embeddings;
        Embedder embedder = new Embedder(features, task.seconds());
        List<Clip> clips = Fold.used(task.clips());
        try (Progress progress = new Progress("embedding, " + name, clips.size(), " clips")) {
            embeddings = kept.isEmpty()
                    ? embedder.run(clips, manager, progress::step)
                    : embedder.run(clips, kept.get(), manager, () -> {
                        Interruption.ofProcess()
                                .stopIfRequested(
                                        ": the same command goes on, the embeddings so far are kept in " + kept.get());
                        progress.step();
                    });
        }
        if (!embeddings.skipped().isEmpty()) {
            SkippedClip first = embeddings.skipped().get(0);
            DappleCommand.say(embeddings.skipped().size() + " of " + clips.size() + " clips skipped, the first is "
                    + first.filename() + ": " + first.reason());
        }
        UsableClips.require("", embeddings.clips().size(), embeddings.skipped(), Optional.empty());
        return embeddings;
    }

    /** Embeds with a trained or untrained encoder. */
    Embeddings embed(String name, AudioEncoder encoder) throws IOException {
        return embed(name, new EncoderFeatures(encoder));
    }

    /** The baseline without an encoder. */
    Embeddings embedLogMelStatistics() throws IOException {
        return embed("log-mel statistics", new LogMelStatistics(LogMel.standard()));
    }

    /** Probes vectors once and prints the score. */
    ProbeResult probe(String name, Embeddings embeddings) {
        return probe(name, embeddings, List.of(SEED)).runs().get(0);
    }

    /** Probes vectors once for each seed and prints the score, how far the seeds lie apart, and what limits it. */
    TaskResult probe(String name, Embeddings embeddings, List<Long> seeds) {
        DownstreamTask readable = task.with(embeddings.clips());
        int folds = new ProbeTask(probe, readable, new Seeds(SEED)).folds().size();
        List<ProbeResult> runs = new ArrayList<>();
        try (Progress progress = new Progress("probing, " + name, (long) folds * seeds.size(), " folds")) {
            for (long seed : seeds) {
                ProbeTask one = new ProbeTask(probe, readable, new Seeds(seed));
                runs.add(one.run(embeddings, one.folds(), manager, progress::step));
            }
        }
        TaskResult result = new TaskResult(name, task.name(), runs, List.of());
        String metric = result.metric() == DownstreamMetric.ACCURACY
                ? ""
                : result.metric().shortName() + " ";
        DappleCommand.say(String.format(Locale.ROOT, "%-34s %s%s", name, metric, percent(result.overClips())));
        if (runs.size() > 1) {
            DappleCommand.say(String.format(
                    Locale.ROOT,
                    "mean of %d seeds; by seed: %s %%",
                    runs.size(),
                    runs.stream()
                            .map(run -> String.format(Locale.ROOT, "%.1f", 100 * run.score()))
                            .collect(Collectors.joining(", "))));
        }
        result.remarks().forEach(DappleCommand::say);
        result.budget().ifPresent(DappleCommand::say);
        return result;
    }

    /** How a score was made. */
    ResultOrigin origin(
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
    double seconds() {
        return task.seconds();
    }

    /** Refuses a set that cannot be probed, before its clips are read. */
    void check() {
        task.labels();
        new ProbeTask(probe, task, new Seeds(SEED)).folds();
        TaskChoice.sayLeftOut(task);
    }

    /**
     * Refuses before the clips are embedded what can be told without it: test clips of heard sources, and one that has
     * the name of a heard clip and is that clip. {@link #leaks} looks at all sounds.
     *
     * @param heard what the encoder has heard
     * @param allowed whether it may have heard test clips
     */
    void refuseEarly(Heard heard, boolean allowed) throws IOException {
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
    LeakCheck leaks(Embeddings embeddings, Heard heard, boolean allowed) {
        LeakCheck check = find(embeddings, heard);
        Leaks.refuse(check, allowed);
        check.sentences().forEach(DappleCommand::say);
        if (!check.ofPretraining().isEmpty()) {
            DappleCommand.say("The score is no estimate for new sound.");
        }
        return check;
    }

    /** Looks for test clips that are not new. */
    LeakCheck find(Embeddings embeddings, Heard heard) {
        ProbeTask readable = new ProbeTask(probe, task.with(embeddings.clips()), new Seeds(SEED));
        return LeakCheck.of(heard, embeddings, readable.folds());
    }

    /** For example {@code 71.2 % (95 % interval 68.0 to 74.2, jackknife over clips)}, or why there is no interval. */
    static String percent(Interval score) {
        String interval = score.known()
                ? String.format(
                        Locale.ROOT,
                        "95 %% interval %.1f to %.1f, %s",
                        100 * score.low(),
                        100 * score.high(),
                        score.kind())
                : score.kind().toString();
        return String.format(Locale.ROOT, "%.1f %% (%s)", 100 * score.mean(), interval);
    }

    /** The median length of some of the clips, at most half a minute. */
    static double medianSeconds(List<Clip> clips) {
        AudioReader reader = AudioReader.standard();
        OptionalInt samples = new ClipLengths(reader).median(clips, 32, (int) (LONGEST_SECONDS * reader.sampleRate()));
        if (samples.isEmpty()) {
            throw UsableClips.none(clips.size());
        }
        return Math.min(LONGEST_SECONDS, (double) samples.getAsInt() / reader.sampleRate());
    }
}
