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

/** Embeds and probes the clips of one labelled set, and reports progress, skipped clips and scores. */
public final class Probing {
    private static final long SEED = 42;
    private static final double LONGEST_SECONDS = 30;

    private final DownstreamTask task;
    private final Probe probe;
    private final NDManager manager;
    private final Watch watch;

    /**
     * Probes by the strict protocol.
     *
     * @param clips the labelled set
     * @param seconds length to which clips are cut or padded; null: the median of a sample
     * @param manager its device computes
     * @param watch follows the work
     * @throws IOException if the clips cannot be read
     */
    public Probing(List<Clip> clips, @Nullable Double seconds, NDManager manager, Watch watch) throws IOException {
        this(clips, seconds, Probe.named("strict"), manager, watch);
    }

    /**
     * Probes by any protocol.
     *
     * @param clips the labelled set
     * @param seconds length to which clips are cut or padded; null: the median of a sample
     * @param probe learns the classes
     * @param manager its device computes
     * @param watch follows the work
     * @throws IOException if the clips cannot be read
     */
    public Probing(List<Clip> clips, @Nullable Double seconds, Probe probe, NDManager manager, Watch watch)
            throws IOException {
        this.task = DownstreamTask.of("data", clips, seconds(clips, seconds));
        this.probe = probe;
        this.manager = manager;
        this.watch = watch;
    }

    /**
     * Embeds all clips.
     *
     * @param name of the features, for progress
     * @param features turn sound into embeddings
     * @return the embeddings of all clips that can be read
     * @throws IOException if reading fails as a whole
     */
    public Embeddings embed(String name, ClipFeatures features) throws IOException {
        return embed(name, features, Optional.empty());
    }

    /**
     * Embeds all clips, and keeps the embeddings.
     *
     * @param name of the features, for progress
     * @param features turn sound into embeddings
     * @param kept a folder that receives embeddings as they are computed; those that it has already are not computed
     *     again
     * @return the embeddings of all clips that can be read
     * @throws IOException if reading fails as a whole, or embeddings cannot be written
     */
    public Embeddings embed(String name, ClipFeatures features, Optional<Path> kept) throws IOException {
        return new Embedder(features, task.seconds()).run(name, Fold.used(task.clips()), kept, manager, watch);
    }

    /**
     * Embeds all clips with an encoder.
     *
     * @param name of the encoder, for progress
     * @param encoder trained or untrained
     * @return the embeddings of all clips that can be read
     * @throws IOException if reading fails as a whole
     */
    public Embeddings embed(String name, AudioEncoder encoder) throws IOException {
        return embed(name, new EncoderFeatures(encoder));
    }

    /**
     * Computes the baseline without an encoder: mean and deviation of every log-mel band.
     *
     * @return the statistics of all clips that can be read
     * @throws IOException if reading fails as a whole
     */
    public Embeddings embedLogMelStatistics() throws IOException {
        return embed("log-mel statistics", new LogMelStatistics(LogMel.standard()));
    }

    /**
     * Probes embeddings once, and prints the score.
     *
     * @param name of the encoder
     * @param embeddings of the set's clips
     * @return the scores and predictions
     */
    public ProbeResult probe(String name, Embeddings embeddings) {
        return probe(name, embeddings, List.of(SEED)).runs().get(0);
    }

    /**
     * Probes embeddings once for each seed, and prints the mean score, the score of each seed, and remarks.
     *
     * @param name of the encoder
     * @param embeddings of the set's clips
     * @param seeds of the probe
     * @return the scores and predictions of all seeds
     */
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

    /**
     * Describes how a score was made.
     *
     * @param name of the encoder
     * @param checkpoint of its run; empty for the newest
     * @param features that were probed
     * @param embeddings of the set's clips
     * @param learning settings of the probe
     * @return the origin
     */
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

    /** {@return the length to which all clips are cut or padded, in seconds} */
    public double seconds() {
        return task.seconds();
    }

    /** Refuses a set that cannot be probed before any clip is read. */
    public void check() {
        task.labels();
        new ProbeTask(probe, task, new Seeds(SEED)).folds();
        TaskChoice.sayLeftOut(task, watch);
    }

    /**
     * Checks for heard test clips before any clip is embedded, as far as names and sources show it. {@link #leaks}
     * checks all sounds.
     *
     * @param heard what the encoder has heard
     * @param allowed whether it may have heard test clips
     * @throws IOException if a clip cannot be read
     * @throws ConfigurationException if a test clip or its source was heard
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
                // Embedding will skip this clip.
            }
        }
        Leaks.refuse(LeakCheck.of(heard, clips, hashes, folds), allowed);
    }

    /**
     * Looks for test clips that are not new, prints what it finds, and refuses clips that pre-training has heard.
     *
     * @param embeddings of the set's clips
     * @param heard what the encoder has heard
     * @param allowed whether it may have heard test clips
     * @return what was found
     * @throws ConfigurationException if a test clip or its source was heard
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

    /**
     * Looks for test clips that are not new.
     *
     * @param embeddings of the set's clips
     * @param heard what the encoder has heard
     * @return what was found
     */
    public LeakCheck find(Embeddings embeddings, Heard heard) {
        ProbeTask readable = new ProbeTask(probe, task.with(embeddings.clips()), new Seeds(SEED));
        return LeakCheck.of(heard, embeddings, readable.folds());
    }

    /**
     * The length of clips.
     *
     * @param clips the labelled set
     * @param wanted the length that was asked for; null: the median of a sample
     * @return seconds
     * @throws ConfigurationException with the key {@code --seconds} if the length is not possible
     */
    public static double seconds(List<Clip> clips, @Nullable Double wanted) {
        double length = wanted == null ? medianSeconds(clips) : wanted;
        ConfigurationException.require(
                length > 0 && length <= DownstreamTask.LONGEST_SECONDS,
                "--seconds",
                "be positive and at most " + DownstreamTask.LONGEST_SECONDS,
                length);
        return length;
    }

    /**
     * The median length of a sample of the clips, at most 30 seconds.
     *
     * @param clips the labelled set
     * @return seconds
     */
    public static double medianSeconds(List<Clip> clips) {
        AudioReader reader = AudioReader.standard();
        OptionalInt samples = new ClipLengths(reader).median(clips, 32, (int) (LONGEST_SECONDS * reader.sampleRate()));
        if (samples.isEmpty()) {
            throw UsableClips.none(clips.size());
        }
        return Math.min(LONGEST_SECONDS, (double) samples.getAsInt() / reader.sampleRate());
    }
}
