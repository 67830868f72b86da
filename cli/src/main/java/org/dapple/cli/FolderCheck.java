package org.dapple.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dapple.core.ConfigurationException;

/** Finds out that a result cannot be written before it is computed. */
final class FolderCheck {
    private FolderCheck() {}

    /**
     * Makes a folder if it does not exist.
     *
     * @param key the option that names it
     * @throws ConfigurationException if it cannot be made or written
     */
    static void writable(String key, Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ConfigurationException(key, "must be a folder; " + folder + " is a file");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ConfigurationException(key, "must be a folder that can be made; " + folder + " cannot");
        }
        if (!Files.isWritable(folder)) {
            throw new ConfigurationException(key, "must be a folder that can be written; " + folder + " cannot");
        }
    }
}
