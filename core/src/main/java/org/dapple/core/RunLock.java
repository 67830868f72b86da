package org.dapple.core;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * That one process at a time works on a run: a lock of the operating system on the run's file {@code lock}, which ends
 * with the process however that ends. The file stays and means nothing by itself.
 */
public final class RunLock implements Closeable {
    /**
     * Runs that this process holds. Closing any channel of a file gives up all of a process's locks on it, so a held
     * file must not be opened again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes a run.
     *
     * @param run its folder is made if it does not exist
     * @return the lock; closing it gives the run free
     * @throws IOException naming the run if another process works on it, or if its folder cannot be written
     */
    public static RunLock take(RunDirectory run) throws IOException {
        Files.createDirectories(run.root());
        Path file = file(run);
        if (!HELD.add(file)) {
            throw new IOException(busy(run, "this process"));
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel, run) == null) {
                byte[] holder = Files.readAllBytes(file);
                throw new IOException(busy(run, "process " + new String(holder, StandardCharsets.US_ASCII).strip()));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            return new RunLock(file, channel);
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(file);
            throw e;
        }
    }

    /**
     * Whether some process works on a run.
     *
     * @param run the run
     * @return true if it is taken
     * @throws IOException if its folder cannot be read
     */
    public static boolean isTaken(RunDirectory run) throws IOException {
        Path file = file(run);
        if (HELD.contains(file)) {
            return true;
        }
        if (!Files.isWritable(file)) {
            return false; // never taken, or kept where nobody may work on it
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel, run)) {
            return lock == null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, RunDirectory run) throws IOException {
        try {
            return channel.tryLock();
        } catch (IOException e) {
            throw new IOException(
                    "the file system of " + run.root() + " has no locks (" + e.getMessage()
                            + "): put the run on a local disk",
                    e);
        }
    }

    private static String busy(RunDirectory run, String holder) {
        return run.root() + " is being trained by " + holder + ": wait until it ends, or stop it";
    }

    private static Path file(RunDirectory run) throws IOException {
        Path root = run.root();
        return (Files.exists(root) ? root.toRealPath() : root.toAbsolutePath()).resolve(RunDirectory.LOCK);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }
}
