package org.dapple.core;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are complete or not there: written beside their name, forced to the disk, then renamed. */
public final class AtomicFile {
    private static final boolean FOLDERS_OPEN = File.separatorChar == '/';

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes everything.
         *
         * @param out buffered by the caller of this method where that pays; not closed by it
         * @throws IOException if writing fails; the file's old content then stays
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes bytes.
     *
     * @param file the file, replaced if it exists; its folder is made
     * @param bytes the content
     * @throws IOException if it cannot be written; the old content then stays
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes));
    }

    /**
     * Writes what a function produces.
     *
     * @param file the file, replaced if it exists; its folder is made
     * @param content produces the content
     * @throws IOException if it cannot be written; the old content then stays
     */
    public static void write(Path file, Content content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".unfinished");
        try {
            try (FileChannel channel = FileChannel.open(
                            unfinished,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING);
                    OutputStream out = Channels.newOutputStream(channel)) {
                content.writeTo(out);
                channel.force(true);
            }
            Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceNames(absolute.resolveSibling("."));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Forces the names in a folder to the disk, so that what was renamed there is still there after a power cut. Does
     * nothing on systems that cannot open folders, which keep names in order themselves.
     *
     * @param folder the folder
     * @throws IOException if the disk refuses
     */
    public static void forceNames(Path folder) throws IOException {
        if (!FOLDERS_OPEN) {
            return;
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
