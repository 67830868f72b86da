package org.dapple.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dapple.core.files.Checksum;
import org.dapple.core.files.Json;
import org.dapple.core.settings.Codec;

/** A folder of files with a list of their lengths and CRC-32C checksums. The list is written last. */
final class CheckpointFolder {
    private static final String MANIFEST = "manifest.json";

    private CheckpointFolder() {}

    /**
     * Writes the list of all files of a folder.
     *
     * @param folder holds files only
     * @throws IOException if it cannot be written
     */
    static void seal(Path folder) throws IOException {
        Map<String, Object> files = new LinkedHashMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path file : paths.sorted().toList()) {
                files.put(
                        file.getFileName().toString(), Codec.keys("bytes", Files.size(file), "crc32c", checksum(file)));
            }
        }
        Json.write(folder.resolve(MANIFEST), Map.of("files", files));
    }

    /**
     * Compares a folder with its list.
     *
     * @param folder the folder
     * @return what is wrong, as the end of a sentence; empty if nothing is wrong
     * @throws IOException if a file cannot be read
     */
    static Optional<String> damage(Path folder) throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            return Optional.of("it has no " + MANIFEST);
        }
        Object files;
        try {
            files = Json.read(manifest).get("files");
        } catch (IOException e) {
            return Optional.of("its " + MANIFEST + " cannot be understood");
        }
        if (!(files instanceof Map<?, ?> listed) || listed.isEmpty()) {
            return Optional.of("its " + MANIFEST + " lists no files");
        }
        for (Map.Entry<?, ?> entry : listed.entrySet()) {
            Path file = folder.resolve(String.valueOf(entry.getKey()));
            if (!Files.isRegularFile(file)) {
                return Optional.of(entry.getKey() + " is missing");
            }
            if (!(entry.getValue() instanceof Map<?, ?> facts)
                    || !Long.valueOf(Files.size(file)).equals(facts.get("bytes"))) {
                return Optional.of(entry.getKey() + " has the wrong length");
            }
            if (!checksum(file).equals(facts.get("crc32c"))) {
                return Optional.of(entry.getKey() + " has the wrong checksum");
            }
        }
        return Optional.empty();
    }

    /** Removes a folder of files, if it exists. */
    static void delete(Path folder) throws IOException {
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

    private static String checksum(Path file) throws IOException {
        return Checksum.text(Checksum.of(file));
    }
}
