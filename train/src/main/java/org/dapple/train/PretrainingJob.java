package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Json;
import org.dapple.core.LogMel;
import org.dapple.core.Normalization;
import org.dapple.core.PatchGrid;
import org.dapple.core.Provenance;
import org.dapple.core.RunDirectory;
import org.dapple.core.RunLock;
import org.dapple.core.Seeds;
import org.dapple.core.Settings;
import org.dapple.data.AudioReader;
import org.dapple.data.Clip;
import org.dapple.data.ClipReader;
import org.dapple.data.Corpus;
import org.dapple.data.CropBatches;
import org.dapple.data.LogMelExtraction;
import org.dapple.data.LogMelStore;
import org.dapple.data.SeenClips;
import org.dapple.data.SkippedClip;
import org.dapple.models.AudioEncoder;

/**
 * A pre-training run from files to encoder: read the clips, estimate the normalisation, train, keep checkpoints.
 * Interrupted, it can be opened again and goes on as if nothing had happened.
 *
 * @param config everything that decides the run
 * @param corpus its data
 * @param run where it is kept
 * @param catalogues the strategies and models that configurations may name
 */
public record PretrainingJob(PretrainingConfig config, Corpus corpus, RunDirectory run, Catalogues catalogues) {
    /** With more unreadable clips than this something is wrong with the data as a whole. */
    private static final double LARGEST_SKIPPED_SHARE = 0.5;

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
                settings.nested("data", Corpus::read),
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
        return new PretrainingJob(PretrainingConfig.read(new Settings(tree), catalogues), corpus, run, catalogues);
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
        RunLock lock = RunLock.take(run);
        try {
            return train(manager, listener, start);
        } finally {
            lock.close();
        }
    }

    private Outcome train(NDManager manager, PretrainingListener listener, long start) throws IOException {
        ConfigurationChanges.write(this);
        List<Clip> clips = corpus.manifest().clips();
        LogMel frontEnd = LogMel.standard();
        ClipReader reader = new ClipReader(AudioReader.standard());
        int frames = config.cropFrames().isPresent()
                ? config.cropFrames().getAsInt()
                : CropLength.choose(clips, reader, frontEnd, config.patchWidth());
        PatchGrid grid = PatchGrid.of(frontEnd.bands(), frames, config.patchHeight(), config.patchWidth());
        Files.createDirectories(run.cache());
        try (LogMelStore store = new LogMelStore(run.cache().resolve("logmel.f32"), frontEnd.bands());
                TrainingState state = TrainingState.initial(config, grid, manager)) {
            fill(store, clips, new LogMelExtraction(reader, frontEnd, frames), manager, listener);
            CropBatches batches = new CropBatches(store, config.batchSize(), frames, new Seeds(config.seed()));
            Normalization normalization = batches.statistics(manager);
            resumeOrBegin(state, store, manager, listener);
            try (RunRecords records = new RunRecords(run, config.housekeeping().tensorboard(), state.step());
                    AudioEncoder encoder = new AudioEncoder(
                            frontEnd, normalization, state.model().encoder(), manager.newSubManager())) {
                return new PretrainingLoop(config, grid, batches, normalization, state, records, run, listener)
                        .run(start, () -> {
                            Checkpoint.save(
                                    run.checkpoints(),
                                    state,
                                    config.housekeeping().keepCheckpoints());
                            encoder.save(run.encoder());
                        });
            }
        } finally {
            Files.deleteIfExists(run.cache().resolve("logmel.f32"));
        }
    }

    /**
     * The encoder as it was before the first step, with the front end and normalisation of the trained one.
     *
     * @param manager its device computes
     * @return an encoder to compare with; the caller closes it
     * @throws IOException if the run has no encoder yet
     */
    public AudioEncoder untrainedEncoder(NDManager manager) throws IOException {
        try (AudioEncoder trained = AudioEncoder.load(run.encoder(), manager)) {
            NDManager own = manager.newSubManager();
            TrainingState state = TrainingState.initial(config, trained.grid(), own);
            return new AudioEncoder(
                    trained.frontEnd(), trained.normalization(), state.model().encoder(), own);
        }
    }

    private void fill(
            LogMelStore store,
            List<Clip> clips,
            LogMelExtraction extraction,
            NDManager manager,
            PretrainingListener listener)
            throws IOException {
        int[] done = {0};
        List<SkippedClip> skipped =
                extraction.run(clips, store, manager, () -> listener.preparing(++done[0], clips.size()));
        SkippedClip.write(run.skipped(), skipped);
        listener.prepared(store.clips().size(), skipped);
        if (store.clips().isEmpty()) {
            throw new ConfigurationException(
                    "data",
                    "has no readable clip: all " + clips.size() + " were skipped (first reason: "
                            + skipped.get(0).reason() + "; all in " + run.skipped() + ")");
        }
        if (skipped.size() > LARGEST_SKIPPED_SHARE * clips.size()) {
            throw new ConfigurationException(
                    "data",
                    "is mostly unreadable: " + skipped.size() + " of " + clips.size()
                            + " clips were skipped (reasons in " + run.skipped() + ")");
        }
    }

    private void requireSameClips(LogMelStore store) throws IOException {
        Map<String, String> began = SeenClips.read(run.clips());
        List<String> hashes = store.clips().stream()
                .map(LogMelStore.StoredClip::contentHash)
                .distinct()
                .toList();
        if (hashes.equals(List.copyOf(began.keySet()))) {
            return;
        }
        began.keySet().removeAll(hashes);
        String difference = began.isEmpty()
                ? "clips were added or their order changed"
                : began.size() + " are gone, the first of them "
                        + began.values().iterator().next();
        throw new ConfigurationException(
                "data",
                "must still hold the clips that the run began with; in " + corpus.path() + " " + difference
                        + " (all are listed in " + run.clips() + ")");
    }

    /** A new run is described before its first step; an old one must find the same clips again. */
    private void resumeOrBegin(TrainingState state, LogMelStore store, NDManager manager, PretrainingListener listener)
            throws IOException {
        if (Files.exists(run.clips())) {
            requireSameClips(store);
        } else {
            SeenClips.write(run.clips(), store.clips());
            Map<String, Object> description = new LinkedHashMap<>();
            description.put("config", config.toSettings(catalogues));
            description.put("data", corpus.toSettings());
            description.put("clips", store.clips().size());
            description.put("provenance", Provenance.of(manager));
            Json.write(run.description(), description);
        }
        Optional<Checkpoint> newest = Checkpoint.newest(run.checkpoints(), listener::warned);
        if (newest.isPresent()) {
            newest.get().restore(state);
        }
    }
}
