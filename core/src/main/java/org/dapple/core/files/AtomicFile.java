package org.dapple.core.files;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes files that are either complete or absent: a temporary file is written, forced to the disk, then renamed. Links
 * are followed. A pipe or device such as {@code /dev/stdout} cannot be replaced, so it is written directly.
 */
public final class AtomicFile {
    private static final boolean FOLDERS_OPEN = File.separatorChar == '/';

    /** Entries of these folders name devices and open files. */
    private static final List<Path> SYSTEM = List.of(Path.of("/dev"), Path.of("/proc"));

    private static final int MOST_LINKS = 40;
    /** In bytes, the limit of common file systems. */
    private static final int LONGEST_PART = 255;

    private static final int LONGEST_NAME = 200;

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes everything.
         *
         * @param out not buffered; do not close it
         * @throws IOException if writing fails; the file's old content then stays
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes bytes.
     *
     * @param file the file, replaced if it exists; its folder is created
     * @param bytes the content
     * @throws IOException if it cannot be written; the old content then stays
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes));
    }

    /**
     * Writes the content that a function produces.
     *
     * @param file the file, replaced if it exists; its folder is created
     * @param content produces the content
     * @throws IOException if it cannot be written; the old content then stays
     */
    public static void write(Path file, Content content) throws IOException {
        try {
            if (isDirect(file)) {
                writeDirectly(file, content);
            } else {
                Path target = target(file);
                Path folder = target.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                replace(target, content);
            }
        } catch (AccessDeniedException e) {
            throw named(new AccessDeniedException(file.toString()), e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw named(new FileSystemException(file.toString(), null, reason), e);
        }
    }

    /** Errors name the requested file, not the temporary one. */
    private static IOException named(FileSystemException named, FileSystemException cause) {
        named.initCause(cause);
        return named;
    }

    /** Whether the file is a terminal, pipe or device, or names an open file. */
    private static boolean isDirect(Path file) throws IOException {
        return (Files.exists(file) && !Files.isRegularFile(file))
                || SYSTEM.stream().anyMatch(target(file)::startsWith);
    }

    private static void writeDirectly(Path file, Content content) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder");
        }
        // Appended: standard output may be a file that other processes write to as well.
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            content.writeTo(out);
        }
    }

    /**
     * Follows links one by one; the target need not exist.
     *
     * @param file any file
     * @return the file that {@link #write} would write
     * @throws IOException if links lead in a circle
     */
    public static Path target(Path file) throws IOException {
        Path at = file.toAbsolutePath();
        for (int i = 0; Files.isSymbolicLink(at); i++) {
            if (i == MOST_LINKS) {
                throw new FileSystemException(file.toString(), null, "links lead in a circle");
            }
            if (SYSTEM.stream().anyMatch(at::startsWith)) {
                return at; // these links may point to unnamed files
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return at;
    }

    private static void replace(Path file, Content content) throws IOException {
        Path unfinished = unfinished(file);
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
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceNames(file.resolveSibling("."));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** A long name is replaced by its hash, so that the suffix still fits. */
    private static Path unfinished(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean isLong = name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
        return file.resolveSibling((isLong ? Integer.toHexString(name.hashCode()) : name) + ".unfinished");
    }

    /**
     * Checks up front that a file can be written. Creates nothing.
     *
     * @param file the file
     * @throws IOException if it cannot be written; names the file and the reason
     */
    public static void check(Path file) throws IOException {
        if (isDirect(file)) {
            if (Files.isDirectory(file)) {
                throw new FileSystemException(file.toString(), null, "is a folder");
            }
            if (!Files.isWritable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            return;
        }
        Path target = target(file);
        for (Path part : target) {
            if (part.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
                throw new FileSystemException(file.toString(), null, "File name too long");
            }
        }
        Path folder = target.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder != null && !Files.isDirectory(folder)) {
            throw new FileSystemException(file.toString(), null, folder + " is not a folder");
        }
        if (folder == null || !Files.isWritable(folder) || (Files.exists(target) && !Files.isWritable(target))) {
            throw new AccessDeniedException(file.toString());
        }
    }

    /**
     * Forces a folder's entries to the disk, so that a rename survives a power cut. Does nothing on systems that cannot
     * open folders; those keep entries consistent themselves.
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
