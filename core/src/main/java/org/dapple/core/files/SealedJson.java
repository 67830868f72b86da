package org.dapple.core.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * JSON files that end with the CRC-32C of what stands before it, so that one flipped bit is found: a number that has
 * become another is as sound a number as before.
 */
public final class SealedJson {
    private static final String KEY = "crc32c";
    /** How the last entry begins, as {@link Json#write} writes it. */
    private static final String SEAL = ",\n  \"" + KEY + "\": \"";

    private static final String END = "\n}\n";

    private SealedJson() {}

    /**
     * Writes a file, complete or not at all.
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
     * Reads a file. One without a checksum, as older versions wrote it, is read as it is.
     *
     * @param file as {@link #write} writes it
     * @return its tree, without the checksum
     * @throws IOException if it cannot be read, is not a JSON object, or is not as it was written
     */
    public static Map<String, Object> read(Path file) throws IOException {
        String text = Json.textOf(file).replace("\r\n", "\n");
        Map<String, Object> tree = Json.parse(text, file.toString());
        int seal = text.lastIndexOf(SEAL);
        if (seal >= 0 || tree.containsKey(KEY)) {
            String sealed = text.substring(0, Math.max(0, seal)) + END;
            if (!checksum(sealed).equals(tree.remove(KEY))) {
                throw new IOException(
                        file + " is damaged or was changed by hand: its checksum is another (bring back a sound copy)");
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
