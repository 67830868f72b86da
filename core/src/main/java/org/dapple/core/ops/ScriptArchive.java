package org.dapple.core.ops;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive of one stateless module: a zip of uncompressed entries with the source, a pickled module
 * without attributes, and no constants.
 */
final class ScriptArchive {
    /** Pickle protocol 2: an empty tuple. */
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private ScriptArchive() {}

    /**
     * Builds the archive.
     *
     * @param source TorchScript in libtorch's serialised form, with one class {@code Ops}
     */
    static byte[] of(String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "ops/version", "3\n");
            store(zip, "ops/data.pkl", module());
            store(zip, "ops/constants.pkl", NO_CONSTANTS);
            store(zip, "ops/code/__torch__.py", source);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write an archive in memory", e);
        }
        return bytes.toByteArray();
    }

    /** Pickle protocol 2: the object of class Ops whose state is a dictionary of two flags. */
    private static String module() {
        return "\u0080\u0002c__torch__\nOps\n)\u0081}(" + key("training") + "\u0088" + key("_is_full_backward_hook")
                + "Nub.";
    }

    private static String key(String name) {
        return "X" + (char) name.length() + "\0\0\0" + name;
    }

    /** Latin-1 keeps the bytes of pickles unchanged. */
    private static void store(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
