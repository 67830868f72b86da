package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.run.HeardList;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.batch.CropBatches;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.store.Corpus;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.encoder.InitialWeights;
import org.dapple.train.record.RunRecords;

/**
 * A pre-training run from files to encoder: read the clips, estimate the normalisation, train, keep checkpoints.
 * Interrupted, it can be opened again and goes on as if nothing had happened.
 *
 * @param config everything that decides the run
 * @param corpora its data; several are mixed by their weights
 * @param run where it is kept
 * @param catalogues the strategies and models that configurations may name
 */
public record PretrainingJob(PretrainingConfig config, List<Corpus> corpora, RunDirectory run, Catalogues catalogues) {
    /** In {@code run.json}: the fingerprint of the weights that a run began with. */
    private static final String BEGINNING = "initial_weights";

    /** Copies the list. */
    public PretrainingJob {
        ConfigurationException.require(!corpora.isEmpty(), "data", "name a data set", "empty");
        corpora = List.copyOf(corpora);
    }

    /**
     * A run on one corpus.
     *
     * @param config everything that decides the run
     * @param corpus its data
     * @param run where it is kept
     * @param catalogues the strategies and models that configurations may name
     */
    public PretrainingJob(PretrainingConfig config, Corpus corpus, RunDirectory run, Catalogues catalogues) {
        this(config, List.of(corpus), run, catalogues);
    }

    /** How a run ended. */
    public enum Outcome {
        /** All steps are done. */
        FINISHED,
        /** The state was saved because the listener asked to stop. */
        INTERRUPTED,
        /** The state was saved because {@code max_minutes} were over. */
        OUT_OF_TIME
    }

    /**
     * Opens a run to go on with it.
     *
     * @param run the run
     * @param catalogues must know its masking strategy and model
     * @return the job as it was started
     * @throws IOException if its description cannot be read
     */
    public static PretrainingJob open(RunDirectory run, Catalogues catalogues) throws IOException {
        Settings settings = new Settings(Json.read(run.description()));
        return new PretrainingJob(
                settings.nested("config", section -> PretrainingConfig.read(section, catalogues)),
                settings.isSection("data")
                        ? List.of(settings.nested("data", Corpus::read))
                        : settings.list("data", Corpus::read),
                run,
                catalogues);
    }

    /**
     * The same run with other housekeeping; {@link #run} writes the change down.
     *
     * @param changes some of {@link Housekeeping#keys}
     * @return the job to go on with
     * @throws ConfigurationException naming a key that may not change or has a wrong value
     */
    public PretrainingJob with(Map<String, ?> changes) {
        ConfigurationChanges.requireHarmless(changes.keySet());
        Map<String, Object> tree = config.toSettings(catalogues);
        tree.putAll(changes);
        return new PretrainingJob(PretrainingConfig.read(new Settings(tree), catalogues), corpora, run, catalogues);
    }

    /**
     * The same run with its data elsewhere; {@link #run} compares the sounds, and writes the move down.
     *
     * @param data where it lies now: the folder, manifest or store that the run began with
     * @return the job to go on with
     * @throws ConfigurationException with the key {@code data} if the run has several corpora
     */
    public PretrainingJob movedTo(Path data) {
        ConfigurationException.require(
                corpora.size() == 1,
                "data",
                "be the data of a run on one corpus; change the paths in " + run.description() + " instead",
                "one of " + corpora.size());
        Corpus old = corpora.get(0);
        Corpus moved = new Corpus(data, old.split(), old.folds(), old.weight());
        return new PretrainingJob(config, List.of(moved), run, catalogues);
    }

    /**
     * Does the work that is left. While it does, no other process may work on the run.
     *
     * @param manager its device computes
     * @param listener is told how it goes
     * @return how it ended
     * @throws IOException if files cannot be read or written, or another process works on the run
     * @throws ConfigurationException if there is no usable data, or the run was begun with other settings
     * @throws TrainingFailedException if the loss is no longer a number
     */
    public Outcome run(NDManager manager, PretrainingListener listener) throws IOException {
        long start = System.nanoTime();
        WorkLock lock = WorkLock.join(run.root());
        try {
            return train(manager, listener, start);
        } finally {
            lock.close();
        }
    }

    private Outcome train(NDManager manager, PretrainingListener listener, long start) throws IOException {
        ConfigurationChanges.write(this);
        Optional<BegunClips> begun = BegunClips.of(run);
        if (begun.isEmpty()) {
            config.initFrom().map(Path::of).ifPresent(InitialWeights::requireThere);
        }
        if (begun.isPresent() && isFinished(begun.get(), listener)) {
            return Outcome.FINISHED;
        }
        try (TrainingData data = TrainingData.open(this, begun, manager, listener)) {
            if (begun.isPresent()) {
                Continuation.requireSameLayouts(this, data);
                ConfigurationChanges.moved(this);
            }
            return new PretrainingJob(config.completedBy(data.input(config.input())), corpora, run, catalogues)
                    .train(data, begun.isPresent(), manager, listener, start);
        }
    }

    private Outcome train(TrainingData data, boolean begun, NDManager manager, PretrainingListener listener, long start)
            throws IOException {
        PatchGrid grid = config.input().grid(data.frontEnd().bands(), data.cropFrames());
        CropBatches batches = new CropBatches(
                data.parts(), config.optimization().batchSize(), data.cropFrames(), new Seeds(config.seed()));
        Normalization normalization = batches.statistics(manager);
        boolean restored = Checkpoint.areIn(run.checkpoints());
        if (begun && !restored) {
            requireSameBeginning(config, run);
        }
        try (TrainingState state =
                restored ? TrainingState.random(config, grid, manager) : TrainingState.initial(config, grid, manager)) {
            if (!begun) {
                describe(data, config.optimization().steps(batches.perEpoch()), manager);
            }
            Optional<HeardList> heard = HeardList.in(new Settings(Json.read(run.description())), run.root());
            Optional<Checkpoint> newest = Checkpoint.newest(run.checkpoints(), listener::warned);
            if (newest.isPresent()) {
                newest.get().restore(state);
            }
            if (begun) {
                Continuation.record(this, state.step(), manager, listener::warned);
            }
            try (RunRecords records = new RunRecords(run, config.housekeeping().tensorboard(), state.step());
                    AudioEncoder encoder = new AudioEncoder(
                                    data.frontEnd(),
                                    normalization,
                                    state.model().encoder(),
                                    manager.newSubManager())
                            .withHeard(heard)) {
                Outcome outcome = new PretrainingLoop(
                                config, grid, batches, normalization, state, records, run, listener)
                        .run(start, () -> {
                            Checkpoint.save(
                                    run.checkpoints(),
                                    state,
                                    config.housekeeping().keepCheckpoints(),
                                    config.toSettings(catalogues));
                            encoder.save(run.encoder(), catalogues.frontEnds());
                        });
                if (outcome == Outcome.FINISHED) {
                    run.clearCache();
                }
                return outcome;
            }
        }
    }

    /**
     * The encoder with random weights of the run's seed, as it was before the first step if the run began with no
     * others ({@code init.from}), with the front end and normalisation of the trained one.
     *
     * @param manager its device computes
     * @return an encoder to compare with; the caller closes it
     * @throws IOException if the run has no encoder yet
     */
    public AudioEncoder untrainedEncoder(NDManager manager) throws IOException {
        try (AudioEncoder trained = AudioEncoder.load(run.encoder(), manager, catalogues.frontEnds())) {
            NDManager own = manager.newSubManager();
            TrainingState state = TrainingState.random(config, trained.grid(), own);
            return new AudioEncoder(
                    trained.frontEnd(), trained.normalization(), state.model().encoder(), own);
        }
    }

    /**
     * The steps whose checkpoints are kept.
     *
     * @return rising
     * @throws IOException if their folder cannot be read
     */
    public List<Long> checkpoints() throws IOException {
        return Checkpoint.steps(run.checkpoints());
    }

    /**
     * The encoder as it was at a checkpoint, with the front end and normalisation of the newest one.
     *
     * @param step one of {@link #checkpoints}; empty for the one with the smallest smoothed loss
     * @param manager its device computes
     * @return the encoder; the caller closes it
     * @throws IOException if it cannot be read
     * @throws ConfigurationException with the key {@code checkpoint} if there is none, or it is damaged
     */
    public AudioEncoder encoderAt(OptionalLong step, NDManager manager) throws IOException {
        Optional<Checkpoint> checkpoint = Checkpoint.at(run.checkpoints(), step);
        if (checkpoint.isEmpty()) {
            throw new ConfigurationException(
                    "checkpoint",
                    "must be one that is there and sound; of step "
                            + (step.isPresent() ? step.getAsLong() : "any") + " there is none, kept are "
                            + checkpoints());
        }
        try (AudioEncoder newest = AudioEncoder.load(run.encoder(), manager, catalogues.frontEnds())) {
            NDManager own = manager.newSubManager();
            TrainingState state = TrainingState.random(config, newest.grid(), own);
            checkpoint.get().restore(state.model(), own);
            return new AudioEncoder(
                            newest.frontEnd(),
                            newest.normalization(),
                            state.model().encoder(),
                            own)
                    .withHeard(newest.heard());
        }
    }

    /**
     * What the weights have heard that a run begins with.
     *
     * @param config tells which
     * @param sampleRate of the run's front end, in Hz
     * @return nothing if they are random; all that is known if they are of a run or an encoder; {@link Heard#notKnown}
     *     if they are a file, or come from elsewhere; and never all if sounds were heard at another rate, where they
     *     have other fingerprints
     * @throws IOException if the list of what was heard is missing from its run, was changed or cut
     */
    public static Heard heardBefore(PretrainingConfig config, int sampleRate) throws IOException {
        if (config.initFrom().isEmpty()) {
            return Heard.nothing();
        }
        Path source = Path.of(config.initFrom().get());
        RunDirectory donor = new RunDirectory(source);
        Heard heard =
                Files.isRegularFile(donor.description()) ? Heard.of(donor) : Heard.of(InitialWeights.heard(source));
        return new Heard(heard.clips(), heard.complete() && InitialWeights.heardAt(source, sampleRate));
    }

    /**
     * Refuses weights to begin with that are others than those that a run began with: what it has heard would be
     * another list.
     *
     * @param config tells where the weights are; they may be gone
     * @param run described already
     * @throws ConfigurationException if they are others by now
     * @throws IOException if they or the run's description cannot be read
     */
    public static void requireSameBeginning(PretrainingConfig config, RunDirectory run) throws IOException {
        Object known = Json.read(run.description()).get(BEGINNING);
        if (known == null || config.initFrom().isEmpty()) {
            return;
        }
        Path source = Path.of(config.initFrom().get());
        if (Files.exists(source) && !known.equals(InitialWeights.fingerprint(source))) {
            throw new ConfigurationException(
                    "init.from",
                    "must hold the weights that the run began with; those of " + source
                            + " are others by now (bring them back, or begin a new run)");
        }
    }

    /** A new run is described before its first step. */
    private void describe(TrainingData data, int steps, NDManager manager) throws IOException {
        List<HeardClip> own = data.parts().stream()
                .flatMap(part -> HeardClip.of(part.logMels().clips()).stream())
                .toList();
        HeardList heard = heardBefore(config, data.frontEnd().sampleRate())
                .thenTrainedOn(own)
                .write(run.clips());
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("config", config.toSettings(catalogues));
        description.put("data", corpora.stream().map(Corpus::toSettings).toList());
        description.put("clips", data.clips().size());
        heard.describe(description);
        if (config.initFrom().isPresent()) {
            description.put(
                    BEGINNING,
                    InitialWeights.fingerprint(Path.of(config.initFrom().get())));
        }
        description.put(RunSummary.STEPS, steps);
        Continuation.describe(description, data, manager);
        Json.write(run.description(), description);
    }

    /** All is done and put away: the cache goes last. */
    private boolean isFinished(BegunClips begun, PretrainingListener listener) throws IOException {
        long steps = RunSummary.steps(
                Json.read(run.description()), config, begun.clips().size());
        return !Files.exists(run.cache())
                && Checkpoint.newest(run.checkpoints(), listener::warned)
                        .filter(newest -> newest.step() >= steps)
                        .isPresent();
    }
}
