package org.dapple.experiment.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;

/**
 * Where a study keeps everything: {@code study.yaml}, {@code cells.json} (what it is for), {@code data/}, {@code runs/}
 * (a folder for each cell), {@code results/} (every prediction), {@code scores/} (what finished cells reached),
 * {@code costs/} and the report.
 *
 * @param root made if it does not exist
 */
public record StudyFolder(Path root) {
    /** What is left of a study that is interrupted. */
    static final String KEPT = ": what was done is kept, and the same command goes on";

    /** {@return the run of a cell} */
    public RunDirectory run(Cell cell) {
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
    public Path costs(String model) {
        return root.resolve("costs").resolve(model + ".json");
    }

    /**
     * Does something that only one process at a time may do in this folder; others wait.
     *
     * @param what names it
     * @param watch is told once who it is that this process waits for, and may end the wait
     * @param work does it
     * @param <T> what it makes
     * @return what the work makes
     * @throws IOException if the work fails, the file system has no locks, or waiting gives up
     */
    public <T> T alone(String what, Watch watch, WorkLock.Work<T> work) throws IOException {
        Set<String> said = new HashSet<>();
        WorkLock lock = WorkLock.await(root.resolve(what + ".lock"), root, sentence -> {
            if (said.add(sentence)) {
                watch.say(sentence + " (this process waits)");
            }
            watch.stopIfRequested(KEPT);
        });
        try {
            return work.run();
        } finally {
            lock.close();
        }
    }

    /**
     * Says of cells that this folder is for them, so that no other study takes it; the caller is {@link #alone}.
     *
     * @param cells those of this study
     * @throws ConfigurationException with the key {@code --out} if there are others, which a report of these would lose
     * @throws IOException if the folder cannot be read or written
     */
    public void claim(List<Cell> cells) throws IOException {
        Path file = root.resolve("cells.json");
        List<String> names = cells.stream().map(Cell::name).toList();
        List<String> foreign = new ArrayList<>(claimed(file));
        foreign.removeAll(names);
        if (!foreign.isEmpty()) {
            throw new ConfigurationException(
                    "--out",
                    "must be a new folder, or one of this study; " + root + " is for the cells " + foreign
                            + " too, which the report would leave out: choose another folder, or name them in this"
                            + " study");
        }
        Json.write(file, Map.of("cells", names));
    }

    private static List<String> claimed(Path file) throws IOException {
        if (!Files.exists(file) || !(Json.read(file).get("cells") instanceof List<?> cells)) {
            return List.of();
        }
        return cells.stream().map(String::valueOf).toList();
    }
}
