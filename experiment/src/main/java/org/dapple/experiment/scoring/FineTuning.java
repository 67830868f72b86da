package org.dapple.experiment.scoring;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dapple.core.files.FileName;
import org.dapple.core.ops.TorchOps;
import org.dapple.core.run.Seeds;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.UsableClips;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.data.task.LabelSet;
import org.dapple.data.task.Validation;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.result.Prediction;
import org.dapple.eval.result.ResultOrigin;
import org.dapple.experiment.encoder.ChosenEncoder;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.train.finetune.ClipSounds;
import org.dapple.train.finetune.FineTuned;
import org.dapple.train.finetune.FineTuningConfig;
import org.dapple.train.finetune.FineTuningJob;
import org.dapple.train.finetune.FineTuningParts;
import org.dapple.train.finetune.Select;
import org.dapple.train.finetune.WatchedFineTuning;

/**
 * Fine-tunes over folds and seeds, and reports progress and skipped clips.
 *
 * @param config settings
 * @param task the labelled clips
 * @param manager its device computes
 * @param watch follows the work
 */
public record FineTuning(FineTuningConfig config, DownstreamTask task, NDManager manager, Watch watch) {
    /** The file in a results folder that describes the fine-tuning. */
    public static final String DESCRIPTION = "finetune.json";

    /** Gives the same validation parts as in probes. */
    private static final Seeds DIVISION = new Seeds(42);

    /** Refuses an unusable set or precision before any clip is read. */
    public void check() {
        config.precision().requireSupported(manager.getDevice(), TorchOps.standard());
        task.labels();
        TaskChoice.sayLeftOut(task, watch);
        parts(Fold.of(task.clips(), DIVISION, Validation.STRATIFIED));
    }

    /**
     * Refuses a folder that already holds a fine-tuning.
     *
     * @param out the folder for results
     */
    public static void requireNew(Path out) {
        if (Files.exists(out.resolve(DESCRIPTION)) || Files.exists(out.resolve("predictions.csv"))) {
            throw new ConfigurationException("--out", "must be a new folder; " + out + " already holds a fine-tuning");
        }
    }

    /**
     * Reads all clips that some fold uses.
     *
     * @param sampleRate of the encoder's front end, in Hz
     * @return the clips that can be read
     * @throws IOException if reading fails as a whole
     */
    public ClipSounds read(int sampleRate) throws IOException {
        ClipSounds sounds;
        List<Clip> clips = Fold.used(task.clips());
        try (Watch.Stage progress = watch.begin("reading clips", clips.size(), "clips")) {
            sounds = ClipSounds.read(clips, sampleRate, () -> {
                watch.stopIfRequested(" while clips were read; nothing was kept");
                progress.step();
            });
        }
        UsableClips.require("", sounds.clips().size(), sounds.skipped(), Optional.empty());
        if (!sounds.skipped().isEmpty()) {
            SkippedClip first = sounds.skipped().get(0);
            watch.say(sounds.skipped().size() + " of " + clips.size() + " clips skipped; the first is "
                    + first.filename() + ": " + first.reason());
        }
        return sounds;
    }

    /**
     * Fine-tunes every fold with every seed.
     *
     * @param encoder the pre-trained encoder; it is not changed
     * @param heard what the encoder has heard
     * @param sounds the clips
     * @param seeds number of seeds, counted up from that of the settings
     * @param out folder for the classifiers, each written as soon as it is trained; empty: none is kept
     * @return the scores
     * @throws IOException if a clip cannot be read or a classifier cannot be written
     */
    public FineTuningResults run(AudioEncoder encoder, Heard heard, ClipSounds sounds, int seeds, Optional<Path> out)
            throws IOException {
        DownstreamTask readable = task.with(sounds.clips());
        LabelSet labels = new LabelSet(readable.labels(), readable.metric());
        List<Fold> folds = folds(readable.clips());
        List<FineTuningParts> parts = parts(folds);
        watch.say(plan(parts, labels));
        watch.say("If interrupted, fine-tuning begins again with the first seed and fold.");
        List<FineTuningResults.Run> runs = new ArrayList<>();
        try (WatchedFineTuning progress = new WatchedFineTuning(seeds * folds.size(), config, watch)) {
            for (int i = 0; i < seeds; i++) {
                FineTuningConfig seeded = config.withSeed(config.seed() + i);
                FineTuningJob job = new FineTuningJob(seeded, encoder, sounds, labels, task.seconds());
                FineTuningResults.Run run = new FineTuningResults.Run(seeded.seed());
                for (int number = 0; number < folds.size(); number++) {
                    progress.begin(Stream.of(
                                    seeds == 1 ? "" : "seed " + seeded.seed(),
                                    folds.size() == 1 ? "" : parts.get(number).name())
                            .filter(word -> !word.isEmpty())
                            .collect(Collectors.joining(", ")));
                    try (FineTuned done = job.run(parts.get(number), number, manager, progress)) {
                        run.add(folds.get(number), predictions(folds.get(number), readable, labels, done), done);
                        if (out.isPresent()) {
                            done.classifier()
                                    .save(
                                            out.get().resolve(folder(seeded.seed(), number, folds)),
                                            job.heard(parts.get(number), heard));
                        }
                    }
                }
                runs.add(run);
            }
        }
        return new FineTuningResults(config, labels, runs);
    }

    /**
     * Describes how the scores were made.
     *
     * @param chosen the encoder as it was named
     * @param encoder the same, loaded
     * @param sounds the clips
     * @param seeds of the runs
     * @return the origin
     */
    public ResultOrigin origin(ChosenEncoder chosen, AudioEncoder encoder, ClipSounds sounds, List<Long> seeds) {
        Map<String, Object> features = new LinkedHashMap<>(new EncoderFeatures(encoder).description());
        if (config.trainingMask().isPresent()) {
            features.put("width", encoder.size().width());
            features.put("pooling", "mean of all patches");
        }
        Map<String, Object> learning = new LinkedHashMap<>();
        learning.put("protocol", config.protocolName());
        learning.put("seeds", seeds);
        return new ResultOrigin(
                chosen.name(),
                chosen.run().map(RunChoice::checkpoint).orElse(""),
                features,
                new ResultOrigin.Clips(task.seconds(), task.rows(sounds.skipped())),
                learning);
    }

    /**
     * The folds of clips that could be read.
     *
     * @param clips the labelled clips
     * @return what is trained and tested
     */
    public static List<Fold> folds(List<Clip> clips) {
        return Fold.of(clips, DIVISION, Validation.STRATIFIED);
    }

    private List<FineTuningParts> parts(List<Fold> folds) {
        boolean onTest = config.select() == Select.TEST;
        ConfigurationException.require(
                !onTest || task.clips().stream().noneMatch(clip -> "valid".equals(clip.split())),
                "select",
                "be valid, because the set has a validation part",
                "test");
        List<FineTuningParts> parts = new ArrayList<>();
        for (Fold fold : folds) {
            List<Integer> train = new ArrayList<>(fold.train());
            if (onTest) {
                train.addAll(fold.valid());
            }
            String name = folds.size() == 1 ? "the set" : "fold " + fold.name();
            parts.add(new FineTuningParts(name, train, onTest ? fold.test() : fold.valid(), fold.test()));
        }
        return parts;
    }

    private String plan(List<FineTuningParts> parts, LabelSet labels) {
        FineTuningParts first = parts.get(0);
        String sizes = first.train().size() + " clips to learn from, "
                + (config.select() == Select.TEST
                        ? first.test().size()
                                + " to test on. select=test: they also choose the best epoch, so the score"
                                + " is that of the best test epoch, which flatters."
                        : first.selection().size() + " to choose the best epoch by, "
                                + first.test().size() + " to test on.");
        return labels.size() + " classes; "
                + (parts.size() == 1 ? sizes : parts.size() + " folds, the first with " + sizes);
    }

    private static List<Prediction> predictions(Fold fold, DownstreamTask task, LabelSet labels, FineTuned done) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < fold.test().size(); i++) {
            Clip clip = task.clips().get(fold.test().get(i));
            List<Float> scores = done.scores().get(i);
            int best = 0;
            for (int label = 1; label < scores.size(); label++) {
                best = scores.get(label) > scores.get(best) ? label : best;
            }
            predictions.add(new Prediction(
                    clip.filename(),
                    clip.source(),
                    fold.name(),
                    String.valueOf(clip.label()),
                    labels.names().get(best),
                    FineTuningResults.exclusive(labels) ? List.of() : scores));
        }
        return predictions;
    }

    /** The folder of a fold's classifier. A fold whose name is not a valid file name is numbered. */
    private static String folder(long seed, int number, List<Fold> folds) {
        boolean names = folds.stream().allMatch(fold -> FileName.of(fold.name()).equals(fold.name()));
        return "seed-" + seed + "/" + (folds.size() == 1 ? "" : "fold-")
                + (names ? folds.get(number).name() : String.valueOf(number + 1));
    }
}
