package org.dapple.experiment.scoring;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dapple.core.files.Json;
import org.dapple.core.run.Provenance;
import org.dapple.core.run.Watch;

/**
 * Partly computed embeddings, with a record of where they were computed.
 *
 * @param folder holds the embeddings and the record
 */
public record UnfinishedEmbeddings(Path folder) {
    private static final String PROVENANCE = "provenance.json";

    /**
     * Continues with these embeddings: warns if they were computed elsewhere, and records where they continue.
     *
     * @param manager its device computes
     * @param watch is told of the difference
     * @throws IOException if the record cannot be read or written
     */
    public void goOn(NDManager manager, Watch watch) throws IOException {
        Path file = folder.resolve(PROVENANCE);
        if (Files.exists(file)) {
            Provenance.difference(Json.read(file), Provenance.of(manager))
                    .ifPresent(difference -> watch.say("Continuing under other conditions (" + difference
                            + "): earlier and new embeddings may be rounded differently."));
        }
        Json.write(file, Provenance.of(manager));
    }

    /**
     * Removes the folder with its files, if it exists.
     *
     * @throws IOException if a file cannot be removed
     */
    public void delete() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> content = Files.list(folder)) {
            files = content.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
