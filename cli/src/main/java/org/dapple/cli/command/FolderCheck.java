package org.dapple.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dapple.core.settings.ConfigurationException;

/** Checks up front that the output folder is writable. */
public final class FolderCheck {
    private FolderCheck() {}

    /**
     * Refuses a folder that cannot be made or written. Nothing is made yet.
     *
     * @param key the option that names it
     * @throws ConfigurationException if it is a file, or cannot be made or written
     */
    public static void writable(String key, Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ConfigurationException(key, "must be a folder; " + folder + " is a file");
        }
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new ConfigurationException(
                    key,
                    "must be a folder that can be made; " + folder + " cannot, because " + existing + " is a file");
        }
        if (!Files.isWritable(existing)) {
            throw new ConfigurationException(key, "must be a folder that can be written; " + folder + " cannot");
        }
    }
}
