package org.dapple.cli.study;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.dapple.core.RunDirectory;
import org.dapple.core.RunLock;

/**
 * Where a study keeps everything: {@code study.yaml}, {@code data/}, {@code runs/} (a folder for each cell),
 * {@code results/} (every prediction), {@code scores/} (what finished cells reached), {@code costs/} and the report.
 *
 * @param root made if it does not exist
 */
public record StudyFolder(Path root) {

    /** {@return the run of a cell} */
    RunDirectory run(Cell cell) {
        return new RunDirectory(root.resolve("runs").resolve(cell.name()));
    }

    /** {@return log-mels and synthetic sounds} */
    Path data() {
        return root.resolve("data");
    }

    /** {@return the predictions of all probes} */
    Path results() {
        return root.resolve("results");
    }

    /** Embeddings of what a cell makes, apart from those of other cells: several processes may work at once. */
    Path embeddings(Cell cell) {
        return root.resolve("embeddings").resolve(cell.name());
    }

    /** {@return what something that was tested reached} */
    Path scores(String entrant) {
        return root.resolve("scores").resolve(entrant + ".json");
    }

    /** {@return what the strategies of a model cost} */
    Path costs(String model) {
        return root.resolve("costs").resolve(model + ".json");
    }

    /**
     * What is done while a lock is held.
     *
     * @param <T> what it makes
     */
    public interface Work<T> {
        /**
         * Does it.
         *
         * @return what it makes
         * @throws IOException if it fails
         */
        T run() throws IOException;
    }

    /**
     * Does something that only one process at a time may do in this folder; others wait.
     *
     * @param what names it
     * @param work does it
     * @param <T> what it makes
     * @return what the work makes
     * @throws IOException if the work fails, or the file system has no locks
     */
    public <T> T alone(String what, Work<T> work) throws IOException {
        Files.createDirectories(root);
        Path file = root.resolve(what + ".lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel);
            return work.run();
        }
    }

    private void lock(FileChannel channel) throws IOException {
        try {
            channel.lock(); // ends with the channel, or with the process
        } catch (IOException e) {
            throw new IOException(
                    "the file system of " + root + " has no locks (" + e.getMessage()
                            + "): put the study on a local disk",
                    e);
        }
    }

    /** Does something while no other process may work on a run. */
    static <T> T holding(RunDirectory run, Work<T> work) throws IOException {
        RunLock lock = RunLock.take(run);
        try {
            return work.run();
        } finally {
            lock.close();
        }
    }
}
