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
 * The folder of a study: {@code study.yaml}, {@code cells.json} (the cells that it is for), {@code data/},
 * {@code runs/} (a folder for each cell), {@code results/} (all predictions), {@code scores/} (the scores of finished
 * cells), {@code costs/} and the report.
 *
 * @param root made if it does not exist
 */
public record StudyFolder(Path root) {
    /** The end of the sentence about an interrupted study. */
    static final String KEPT = ": finished work is kept, and the same command continues";

    /**
     * The folder of a run.
     *
     * @param cell the run
     * @return its folder
     */
    public RunDirectory run(Cell cell) {
        return new RunDirectory(root.resolve("runs").resolve(cell.name()));
    }

    /** {@return the folder of log-mels and synthetic sounds} */
    Path data() {
        return root.resolve("data");
    }

    /** {@return the folder of the predictions of all probes} */
    Path results() {
        return root.resolve("results");
    }

    /** The folder of a cell's embeddings. Each cell has its own, because several processes may work at once. */
    Path embeddings(Cell cell) {
        return root.resolve("embeddings").resolve(cell.name());
    }

    /** The file with the scores of an entrant. */
    Path scores(String entrant) {
        return root.resolve("scores").resolve(entrant + ".json");
    }

    /**
     * The file with the costs of a model's strategies.
     *
     * @param model name of the pretext model
     * @return the file
     */
    public Path costs(String model) {
        return root.resolve("costs").resolve(model + ".json");
    }

    /**
     * Does work in this folder that only one process at a time may do; others wait.
     *
     * @param what names the work
     * @param watch is told once which process this one waits for, and may end the wait
     * @param work the work
     * @param <T> type of its result
     * @return the result of the work
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
     * Reserves this folder for the cells of a study. Call it within {@link #alone}.
     *
     * @param cells those of this study
     * @throws ConfigurationException with the key {@code --out} if the folder also holds other cells, which the report
     *     would lose
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
                    "must be a new folder, or one of this study; " + root + " also holds the cells " + foreign
                            + ", which the report would leave out: choose another folder, or name them in this"
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
