package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.FileFormat;
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
import org.dapple.data.store.Corpus;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.encoder.InitialWeights;
import org.dapple.train.record.RunRecords;

/**
 * A pre-training run from files to encoder: it reads the clips, estimates the normalisation, trains and keeps
 * checkpoints. An interrupted run can be opened again and continues as if it had not been interrupted.
 *
 * @param config everything that decides the run, apart from its data
 * @param corpora its data; several are mixed by their weights
 * @param run the run's folder
 * @param catalogues the strategies and models that configurations may name
 */
public record PretrainingJob(PretrainingConfig config, List<Corpus> corpora, RunDirectory run, Catalogues catalogues) {
    /** The format of {@code run.json}. */
    static final long FORMAT = 1;

    /** Copies the list. */
    public PretrainingJob {
        ConfigurationException.require(!corpora.isEmpty(), "data", "name at least one data set", corpora);
        corpora = List.copyOf(corpora);
    }

    /**
     * A run on one corpus.
     *
     * @param config everything that decides the run, apart from its data
     * @param corpus its data
     * @param run the run's folder
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
        /** The state was saved because {@code max_minutes} had passed. */
        OUT_OF_TIME
    }

    /**
     * Opens a run to resume it.
     *
     * @param run the run
     * @param catalogues must include its masking strategy and model
     * @return the job as it was started
     * @throws IOException if its description cannot be read
     */
    public static PretrainingJob open(RunDirectory run, Catalogues catalogues) throws IOException {
        Settings settings = new Settings(FileFormat.read(run.description(), FORMAT));
        return new PretrainingJob(
                settings.nested("config", section -> PretrainingConfig.read(section, catalogues)),
                settings.isSection("data")
                        ? List.of(settings.nested("data", Corpus::read))
                        : settings.list("data", Corpus::read),
                run,
                catalogues);
    }

    /**
     * The same run with other housekeeping; {@link #run} records the change.
     *
     * @param changes some of {@link Housekeeping#keys}
     * @return the job to resume with
     * @throws ConfigurationException naming a key that may not change or has a wrong value
     */
    public PretrainingJob with(Map<String, ?> changes) {
        ConfigurationChanges.requireHarmless(changes.keySet());
        Map<String, Object> tree = config.toSettings(catalogues);
        tree.putAll(changes);
        return new PretrainingJob(PretrainingConfig.read(new Settings(tree), catalogues), corpora, run, catalogues);
    }

    /**
     * The same run with its data at another path; {@link #run} compares the sounds and records the move.
     *
     * @param data the new path of the folder, manifest or store that the run began with
     * @return the job to resume with
     * @throws ConfigurationException with the key {@code data} if the run has several corpora
     */
    public PretrainingJob movedTo(Path data) {
        if (corpora.size() != 1) {
            throw new ConfigurationException(
                    "data",
                    "cannot name the new path of a run on " + corpora.size() + " corpora; change the paths in "
                            + run.description() + " instead");
        }
        Corpus old = corpora.get(0);
        Corpus moved = new Corpus(data, old.split(), old.folds(), old.weight());
        return new PretrainingJob(config, List.of(moved), run, catalogues);
    }

    /**
     * Trains the remaining steps. Meanwhile no other process may work on the run.
     *
     * @param manager its device computes
     * @param listener follows the run
     * @return how the run ended
     * @throws IOException if files cannot be read or written, or another process works on the run
     * @throws ConfigurationException if there is no usable data, or the run was begun with other settings
     * @throws org.dapple.train.record.TrainingFailedException if the loss is no longer a number
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
            Beginning.requireSame(config, run);
        }
        try (TrainingState state =
                restored ? TrainingState.random(config, grid, manager) : TrainingState.initial(config, grid, manager)) {
            if (!begun) {
                Beginning.describe(this, data, config.optimization().steps(batches.perEpoch()), manager);
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
                StepReports reports =
                        new StepReports(config, grid, batches, normalization, state, records, run, listener);
                Outcome outcome = new PretrainingLoop(config, grid, batches, normalization, state, reports, listener)
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

    /** {@return the encoders that the run has kept} */
    public RunEncoders encoders() {
        return new RunEncoders(run, config, catalogues);
    }

    /** Whether all steps are done; if so, the cache is deleted last. */
    private boolean isFinished(BegunClips begun, PretrainingListener listener) throws IOException {
        long steps = RunSummary.steps(
                Json.read(run.description()), config, begun.clips().size());
        return !Files.exists(run.cache())
                && Checkpoint.newest(run.checkpoints(), listener::warned)
                        .filter(newest -> newest.step() >= steps)
                        .isPresent();
    }
}
