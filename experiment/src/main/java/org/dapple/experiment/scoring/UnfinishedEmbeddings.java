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
 * What there is of embeddings that are being computed, and where it was computed.
 *
 * @param folder of stores, and of a file that says where
 */
public record UnfinishedEmbeddings(Path folder) {
    private static final String PROVENANCE = "provenance.json";

    /** Says if what is there was computed elsewhere, and writes down where it goes on. */
    public void goOn(NDManager manager, Watch watch) throws IOException {
        Path file = folder.resolve(PROVENANCE);
        if (Files.exists(file)) {
            Provenance.difference(Json.read(file), Provenance.of(manager))
                    .ifPresent(difference -> watch.say("Going on under other conditions (" + difference
                            + "): embeddings from before and from now may be rounded otherwise."));
        }
        Json.write(file, Provenance.of(manager));
    }

    /** Removes it when it is no longer needed. */
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
