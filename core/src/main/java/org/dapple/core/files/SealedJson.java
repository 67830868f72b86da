package org.dapple.core.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * JSON files that end with the CRC-32C of the text before it. The checksum detects a flipped bit that turns one valid
 * number into another.
 */
public final class SealedJson {
    private static final String KEY = "crc32c";
    /** The start of the last entry, as {@link Json#write} writes it. */
    private static final String SEAL = ",\n  \"" + KEY + "\": \"";

    private static final String END = "\n}\n";

    private SealedJson() {}

    /**
     * Writes a file atomically.
     *
     * @param file the file, replaced if it exists
     * @param tree the values, at least one, none of them named crc32c
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Map<String, ?> tree) throws IOException {
        String text = Json.text(tree);
        Map<String, Object> sealed = new LinkedHashMap<>(tree);
        sealed.put(KEY, checksum(text));
        Json.write(file, sealed);
    }

    /**
     * Reads a file. A file without a checksum, as older versions wrote it, is accepted.
     *
     * @param file as {@link #write} writes it
     * @return its tree without the checksum
     * @throws IOException if it cannot be read, is not a JSON object, or does not match its checksum
     */
    public static Map<String, Object> read(Path file) throws IOException {
        String text = Json.textOf(file).replace("\r\n", "\n");
        Map<String, Object> tree = Json.parse(text, file.toString());
        int seal = text.lastIndexOf(SEAL);
        if (seal >= 0 || tree.containsKey(KEY)) {
            String sealed = text.substring(0, Math.max(0, seal)) + END;
            if (!checksum(sealed).equals(tree.remove(KEY))) {
                throw new IOException(file
                        + " is damaged or was edited by hand: its checksum does not match (restore an intact copy)");
            }
        }
        return tree;
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Checksum.text(crc.getValue());
    }
}
