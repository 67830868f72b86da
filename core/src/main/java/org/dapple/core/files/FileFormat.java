package org.dapple.core.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The version of a JSON file, in its entry {@code format}. docs/formats.md lists the files and what changed. */
public final class FileFormat {
    /** The name of the entry. */
    public static final String KEY = "format";

    private FileFormat() {}

    /**
     * Reads a JSON file of a known version.
     *
     * @param file the file
     * @param known the newest version that this Dapple reads; a file without the entry is of version 1
     * @return the tree
     * @throws IOException if it cannot be read, or is of a newer version
     */
    public static Map<String, Object> read(Path file, long known) throws IOException {
        Map<String, Object> tree = Json.read(file);
        Object format = tree.getOrDefault(KEY, 1L);
        if (!(format instanceof Long version) || version < 1 || version > known) {
            throw new IOException(file + " was written by a newer version of Dapple (format " + format
                    + ", known: 1 to " + known + "): use that version, or write it anew");
        }
        return tree;
    }
}
