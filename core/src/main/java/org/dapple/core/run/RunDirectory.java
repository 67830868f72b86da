package org.dapple.core.run;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.dapple.core.files.WorkLock;
import org.dapple.core.settings.ConfigurationException;

/**
 * The folder of a pre-training run: {@code run.json} (configuration, data, provenance), {@code clips.csv} (the clips it
 * has heard), {@code skipped.csv}, {@code metrics.jsonl}, {@code tensorboard/}, {@code checkpoints/}, {@code encoder/}
 * (the result) and {@code cache/} (files that can be rebuilt).
 *
 * @param root the folder
 */
public record RunDirectory(Path root) {
    /** Files left by a run that was interrupted before its first step, and a run's synthetic data. */
    private static final Set<String> OWN = Set.of("cache", "skipped.csv", "clips.csv", "data", WorkLock.NAME);

    /**
     * Creates the folder of a new run.
     *
     * @param root created if it does not exist
     * @return the run
     * @throws ConfigurationException with the key {@code out} if it already holds a run or cannot be created
     */
    public static RunDirectory create(Path root) {
        RunDirectory run = new RunDirectory(root);
        if (Files.exists(run.description())) {
            throw new ConfigurationException(
                    "out",
                    "must be a new folder; " + root + " already holds a run (continue it with --resume " + root
                            + ", or choose another folder)");
        }
        try (Stream<Path> content = Files.isDirectory(root) ? Files.list(root) : Stream.empty()) {
            if (content.anyMatch(path -> !OWN.contains(path.getFileName().toString()))) {
                throw new ConfigurationException(
                        "out", "must be a new or empty folder; " + root + " holds other files");
            }
            Files.createDirectories(run.cache());
            return run;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "out", "must be a writable folder; " + root + " is not: " + e.getMessage());
        }
    }

    /**
     * Opens an existing run.
     *
     * @param root its folder
     * @param key the option that names the folder, for errors
     * @return the run
     * @throws ConfigurationException with that key if the folder holds no run
     */
    public static RunDirectory open(Path root, String key) {
        RunDirectory run = new RunDirectory(root);
        if (!Files.exists(root)) {
            throw new ConfigurationException(key, "must be the folder of a run; " + root + " does not exist");
        }
        if (!Files.isRegularFile(run.description())) {
            throw new ConfigurationException(
                    key,
                    "must be the folder of a run; " + root + " has no run.json"
                            + (Files.isDirectory(run.cache())
                                    ? ": it was interrupted before training began. Repeat the command that started it;"
                                            + " the clips read so far are kept"
                                    : ""));
        }
        return run;
    }

    /** {@return configuration, data and provenance} */
    public Path description() {
        return root.resolve("run.json");
    }

    /** {@return the list of clips that training has heard, with content hashes} */
    public Path clips() {
        return root.resolve("clips.csv");
    }

    /** {@return the list of clips that could not be used, with reasons} */
    public Path skipped() {
        return root.resolve("skipped.csv");
    }

    /** {@return one JSON object per step} */
    public Path metrics() {
        return root.resolve("metrics.jsonl");
    }

    /** {@return event files for TensorBoard} */
    public Path tensorboard() {
        return root.resolve("tensorboard");
    }

    /** {@return the step whose loss was not a number, with its clips} */
    public Path divergence() {
        return root.resolve("diverged.json");
    }

    /** {@return training states} */
    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** {@return the encoder of the newest checkpoint} */
    public Path encoder() {
        return root.resolve("encoder");
    }

    /** {@return the lock of the training process ({@link WorkLock})} */
    public Path lock() {
        return root.resolve(WorkLock.NAME);
    }

    /** {@return the folder of files that can be deleted and rebuilt} */
    public Path cache() {
        return root.resolve("cache");
    }

    /**
     * Deletes the cache, except files that the system does not let go because they are mapped into memory.
     *
     * @throws IOException if the folder cannot be listed
     */
    public void clearCache() throws IOException {
        if (!Files.isDirectory(cache())) {
            return;
        }
        try (Stream<Path> content = Files.walk(cache())) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                deleteIfPossible(path);
            }
        }
    }

    private static void deleteIfPossible(Path path) throws IOException {
        try {
            Files.delete(path);
        } catch (FileSystemException inUse) {
            // It stays until someone deletes the folder.
        }
    }
}
