package org.dapple.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.FileFormat;
import org.dapple.core.files.Json;
import org.dapple.models.layers.Weights;
import org.dapple.models.pretext.PretextModel;
import org.dapple.models.weights.Safetensors;

/**
 * A training state on disk: a folder {@code step-00000200} with parameters, moments, step counter, the run's
 * configuration, and the checksums of all of these. A folder gets this name only when it is complete and on the disk.
 */
final class Checkpoint {
    private static final String PREFIX = "step-";
    private static final String DAMAGED = "damaged-";
    private static final String UNFINISHED = ".unfinished";
    private static final String STATE = "state.json";
    private static final String STEP = "step";
    private static final String LOSS = "smoothed_loss";
    private static final long FORMAT = 1;

    private final Path folder;

    private Checkpoint(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes a checkpoint, and then removes old ones except the newest and the one with the smallest smoothed loss. An
     * intact checkpoint of the same step is not written again.
     *
     * @param folder holds all checkpoints of a run
     * @param state the state to save
     * @param kept how many of the newest are kept
     * @param config the run's settings, so that a copied checkpoint says what it is
     * @throws IOException if it cannot be written; the older checkpoints then stay
     */
    static void save(Path folder, TrainingState state, int kept, Map<String, ?> config) throws IOException {
        Path finished = folder.resolve(String.format(Locale.ROOT, "%s%08d", PREFIX, state.step()));
        if (Files.exists(finished) && CheckpointFolder.damage(finished).isEmpty()) {
            return;
        }
        try {
            write(folder.resolve(UNFINISHED), finished, state, config);
        } catch (IOException e) {
            throw new IOException(
                    "the checkpoint of step " + state.step() + " could not be written to " + folder + " ("
                            + reason(e) + "): make room or allow writing there, then continue with --resume; "
                            + all(folder).stream()
                                    .reduce((older, newer) -> newer)
                                    .map(newest -> newest.getFileName() + " is untouched")
                                    .orElse("there is no earlier one"),
                    e);
        }
        prune(folder, kept);
    }

    private static void write(Path unfinished, Path finished, TrainingState state, Map<String, ?> config)
            throws IOException {
        try {
            CheckpointFolder.delete(unfinished);
            Files.createDirectories(unfinished);
            Safetensors.write(unfinished.resolve("model.safetensors"), Weights.of(state.model()), Map.of());
            Safetensors.write(
                    unfinished.resolve("optimizer.safetensors"),
                    state.optimizer().moments(),
                    Map.of());
            Map<String, Object> counters = new LinkedHashMap<>();
            counters.put(FileFormat.KEY, FORMAT);
            counters.put(STEP, state.step());
            if (Double.isFinite(state.smoothedLoss())) {
                counters.put(LOSS, state.smoothedLoss());
            }
            Json.write(unfinished.resolve(STATE), counters);
            Json.write(unfinished.resolve("config.json"), config);
            CheckpointFolder.seal(unfinished);
            CheckpointFolder.delete(finished); // only a damaged one can be there
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.forceNames(finished.resolveSibling("."));
        } finally {
            if (Files.isDirectory(unfinished)) {
                CheckpointFolder.delete(unfinished); // frees space on a full disk
            }
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() == null
                ? file.getClass().getSimpleName() + " " + file.getFile()
                : String.valueOf(e.getMessage());
    }

    /** Removes all checkpoints but the newest. */
    static void keepNewest(Path folder) throws IOException {
        List<Path> all = all(folder);
        for (Path old : all.subList(0, Math.max(0, all.size() - 1))) {
            CheckpointFolder.delete(old);
        }
    }

    private static void prune(Path folder, int kept) throws IOException {
        List<Path> all = all(folder);
        Path best = at(folder, OptionalLong.empty())
                .map(checkpoint -> checkpoint.folder)
                .orElse(null);
        for (Path old : all.subList(0, Math.max(0, all.size() - kept))) {
            if (!old.equals(best)) {
                CheckpointFolder.delete(old);
            }
        }
    }

    /**
     * The newest intact checkpoint of a run. Damaged ones are renamed.
     *
     * @param folder holds all checkpoints of a run
     * @param warnings is told of damaged checkpoints
     * @return the checkpoint; empty if there is none
     * @throws IOException if the folder cannot be read, or every checkpoint is damaged
     */
    static Optional<Checkpoint> newest(Path folder, Consumer<String> warnings) throws IOException {
        List<Path> all = all(folder);
        for (int i = all.size() - 1; i >= 0; i--) {
            Path checkpoint = all.get(i);
            Optional<String> damage = CheckpointFolder.damage(checkpoint);
            if (damage.isEmpty()) {
                return Optional.of(new Checkpoint(checkpoint));
            }
            if (i == 0) {
                throw new IOException("every checkpoint in " + folder + " is damaged (" + checkpoint.getFileName()
                        + ": " + damage.get()
                        + "): delete that folder to begin the run again, or copy an intact one back");
            }
            Path aside = folder.resolve(DAMAGED + checkpoint.getFileName());
            CheckpointFolder.delete(aside);
            Files.move(checkpoint, aside, StandardCopyOption.ATOMIC_MOVE);
            warnings.accept("the checkpoint " + checkpoint.getFileName() + " is damaged (" + damage.get()
                    + "): continuing from " + all.get(i - 1).getFileName() + "; the damaged one is now " + aside);
        }
        return Optional.empty();
    }

    /** The steps of all checkpoints of a run, damaged or not, in rising order. */
    static List<Long> steps(Path folder) throws IOException {
        return all(folder).stream().map(Checkpoint::stepOf).toList();
    }

    private static long stepOf(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
    }

    /**
     * The checkpoint of a step, or the one with the smallest smoothed loss.
     *
     * @param folder holds all checkpoints of a run
     * @param step the step; empty for the best
     * @return the checkpoint, if it exists and is intact
     * @throws IOException if the folder cannot be read
     */
    static Optional<Checkpoint> at(Path folder, OptionalLong step) throws IOException {
        Optional<Checkpoint> found = Optional.empty();
        double smallest = Double.POSITIVE_INFINITY;
        for (Path path : all(folder)) {
            boolean wanted = step.isEmpty() || step.getAsLong() == stepOf(path);
            if (wanted && CheckpointFolder.damage(path).isEmpty()) {
                Checkpoint checkpoint = new Checkpoint(path);
                double loss = checkpoint.smoothedLoss();
                if (loss <= smallest) {
                    found = Optional.of(checkpoint);
                    smallest = loss;
                }
            }
        }
        return found;
    }

    /** Whether a run has any checkpoint, damaged or not. */
    static boolean areIn(Path folder) throws IOException {
        return !all(folder).isEmpty();
    }

    /**
     * Sets a state to that of this checkpoint.
     *
     * @param state a state of the same configuration
     * @throws IOException if the checkpoint cannot be read
     */
    void restore(TrainingState state) throws IOException {
        restore(state.model(), state.manager());
        try (NDManager scope = state.manager().newSubManager()) {
            Object step = FileFormat.read(folder.resolve(STATE), FORMAT).get(STEP);
            if (!(step instanceof Long done)) {
                throw new IOException(folder + "/" + STATE + " has no step");
            }
            state.optimizer().restore(Safetensors.read(folder.resolve("optimizer.safetensors"), scope), done);
            state.restoreStep(done, smoothedLoss());
        }
    }

    /** Sets the parameters of a model to those of this checkpoint. */
    void restore(PretextModel model, NDManager manager) throws IOException {
        FileFormat.read(folder.resolve(STATE), FORMAT);
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> weights = Safetensors.read(folder.resolve("model.safetensors"), scope);
            Weights.copy(weights, model);
        }
    }

    /** {@return the number of finished steps} */
    long step() {
        return stepOf(folder);
    }

    /** The name of the folder. */
    String name() {
        return String.valueOf(folder.getFileName());
    }

    /** The smoothed loss; infinite before the first step. */
    private double smoothedLoss() throws IOException {
        return Json.read(folder.resolve(STATE)).get(LOSS) instanceof Number loss
                ? loss.doubleValue()
                : Double.POSITIVE_INFINITY;
    }

    private static List<Path> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .sorted()
                    .toList();
        }
    }
}
