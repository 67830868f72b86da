package org.dapple.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dapple.core.Json;
import org.dapple.models.Safetensors;
import org.dapple.models.Weights;

/**
 * A training state on disk: a folder {@code step-00000200} with the parameters, the moments and the counter. A folder
 * has its name only when it is complete; the two newest are kept.
 */
final class Checkpoint {
    private static final String PREFIX = "step-";
    private static final String UNFINISHED = ".unfinished";
    private static final int KEPT = 2;

    private final Path folder;

    private Checkpoint(Path folder) {
        this.folder = folder;
    }

    /**
     * Saves.
     *
     * @param folder holds all checkpoints of a run
     * @param state what to save
     * @throws IOException if it cannot be written; older checkpoints then stay
     */
    static void save(Path folder, TrainingState state) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        delete(unfinished);
        Files.createDirectories(unfinished);
        Safetensors.write(unfinished.resolve("model.safetensors"), Weights.of(state.model()), Map.of());
        Safetensors.write(
                unfinished.resolve("optimizer.safetensors"), state.optimizer().moments(), Map.of());
        Json.write(unfinished.resolve("state.json"), Map.of("step", state.step()));
        Path finished = folder.resolve(String.format("%s%08d", PREFIX, state.step()));
        delete(finished);
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
        List<Path> all = all(folder);
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            delete(old);
        }
    }

    /**
     * The newest checkpoint of a run.
     *
     * @param folder holds all checkpoints of a run
     * @return it, if there is one
     * @throws IOException if the folder cannot be read
     */
    static Optional<Checkpoint> newest(Path folder) throws IOException {
        List<Path> all = all(folder);
        return all.isEmpty() ? Optional.empty() : Optional.of(new Checkpoint(all.get(all.size() - 1)));
    }

    /**
     * Brings a state to where this checkpoint stood.
     *
     * @param state a state of the same configuration
     * @throws IOException if the checkpoint cannot be read
     */
    void restore(TrainingState state) throws IOException {
        try (NDManager scope = state.manager().newSubManager()) {
            Map<String, NDArray> model = Safetensors.read(folder.resolve("model.safetensors"), scope);
            Weights.copy(model, state.model());
        }
        try (NDManager scope = state.manager().newSubManager()) {
            Object step = Json.read(folder.resolve("state.json")).get("step");
            if (!(step instanceof Long done)) {
                throw new IOException(folder + "/state.json has no step");
            }
            state.optimizer().restore(Safetensors.read(folder.resolve("optimizer.safetensors"), scope), done);
            state.restoreStep(done);
        }
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

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path file : paths.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
