package org.dapple.core.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Ensures that one process at a time works in a folder or on a file. The operating system locks a file and releases the
 * lock when the process ends, however it ends. While the lock is held, the file names the holder; afterwards it is
 * empty and has no meaning.
 *
 * <p>Closing any channel of a file releases all locks that the process holds on it. So nothing else may open the lock
 * file, and it stores nothing else.
 */
public final class WorkLock implements Closeable {
    /** The lock file of a folder. */
    public static final String NAME = "lock";

    /** The locks that this process holds, by the real path of their file. */
    private static final Map<Path, Held> HELD = new HashMap<>();

    /** One lock of the system, and the number of parts of the program that share it. */
    private static final class Held {
        private final FileChannel channel;
        private final Thread owner = Thread.currentThread();
        private boolean taken;
        private boolean joined;

        private Held(FileChannel channel) {
            this.channel = channel;
        }
    }

    /** Called between two attempts to get a lock that another process holds. */
    @FunctionalInterface
    public interface Waiting {
        /**
         * Called several times a second.
         *
         * @param sentence names the holder
         * @throws IOException to give up
         */
        void at(String sentence) throws IOException;
    }

    /**
     * Work that is done while a lock is held.
     *
     * @param <T> type of the result
     */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Does the work.
         *
         * @return the result
         * @throws IOException if it fails
         */
        T run() throws IOException;
    }

    private final Path file;
    private final Held held;
    private final boolean joins;
    private boolean closed;

    private WorkLock(Path file, Held held, boolean joins) {
        this.file = file;
        this.held = held;
        this.joins = joins;
    }

    /**
     * Locks a folder.
     *
     * @param folder created if it does not exist
     * @return the lock; close it to release the folder
     * @throws BusyException if it is in use; names the holder
     * @throws IOException if the lock's file cannot be written, or the file system has no locks
     */
    public static WorkLock take(Path folder) throws IOException {
        return take(folder.resolve(NAME), folder);
    }

    /**
     * Does work while a folder is locked.
     *
     * @param folder created if it does not exist
     * @param work runs on the calling thread, and may {@link #join}
     * @param <T> type of the result
     * @return the result of the work
     * @throws BusyException if the folder is in use; names the holder, and nothing was done
     * @throws IOException if the work fails, the lock's file cannot be written, or the file system has no locks
     */
    public static <T> T holding(Path folder, Work<T> work) throws IOException {
        WorkLock lock = take(folder);
        try {
            return work.run();
        } finally {
            lock.close();
        }
    }

    /**
     * Locks anything that a lock file stands for.
     *
     * @param lock the lock file; created with its folder, and kept
     * @param place what the lock protects, for messages
     * @return the lock; close it to release the place
     * @throws BusyException if the place is in use; names the holder
     * @throws IOException if the lock's file cannot be written, or the file system has no locks
     */
    public static WorkLock take(Path lock, Path place) throws IOException {
        synchronized (HELD) {
            Path file = file(lock);
            if (HELD.containsKey(file)) {
                throw new BusyException(place, "this process");
            }
            Held held = hold(file, place);
            held.taken = true;
            return new WorkLock(file, held, false);
        }
    }

    /**
     * Locks a folder like {@link #take(Path)}, but shares the lock if the same thread already holds it. So code that
     * writes is safe by itself, and its caller may hold the folder for longer. Only one at a time may join.
     *
     * @param folder created if it does not exist
     * @return the lock
     * @throws BusyException if the folder is in use; names the holder
     * @throws IOException if the lock's file cannot be written, or the file system has no locks
     */
    public static WorkLock join(Path folder) throws IOException {
        synchronized (HELD) {
            Path file = file(folder.resolve(NAME));
            Held held = HELD.get(file);
            if (held != null && (held.joined || held.owner != Thread.currentThread())) {
                throw new BusyException(folder, "this process");
            }
            if (held == null) {
                held = hold(file, folder);
            }
            held.joined = true;
            return new WorkLock(file, held, true);
        }
    }

    /**
     * Like {@link #take(Path, Path)}, but waits for other processes.
     *
     * @param lock the lock file; created with its folder, and kept
     * @param place what the lock protects, for messages
     * @param waiting called while another process holds the lock
     * @return the lock; close it to release the place
     * @throws IOException if the lock's file cannot be written, the file system has no locks, or waiting gives up
     */
    public static WorkLock await(Path lock, Path place, Waiting waiting) throws IOException {
        while (true) {
            try {
                return take(lock, place);
            } catch (BusyException e) {
                waiting.at(String.valueOf(e.getMessage()));
                SystemLock.pause();
            }
        }
    }

    /**
     * Whether a process works in a folder.
     *
     * @param folder the folder
     * @return true if it is locked
     * @throws IOException if its lock file cannot be read
     */
    public static boolean isTaken(Path folder) throws IOException {
        synchronized (HELD) {
            Path file = folder.resolve(NAME);
            if (!Files.isReadable(file)) {
                return false; // never locked
            }
            if (HELD.containsKey(file(file))) {
                return true;
            }
            return SystemLock.isLocked(file, folder);
        }
    }

    private static Path file(Path lock) throws IOException {
        Path absolute = lock.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || absolute.getFileName() == null) {
            throw new IOException(lock + " cannot be a lock file");
        }
        Files.createDirectories(folder);
        return folder.toRealPath().resolve(absolute.getFileName());
    }

    private static Held hold(Path file, Path place) throws IOException {
        Held held = new Held(SystemLock.open(file, place));
        HELD.put(file, held);
        return held;
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (closed) {
                return;
            }
            closed = true;
            if (joins) {
                held.joined = false;
            } else {
                held.taken = false;
            }
            if (held.taken || held.joined) {
                return;
            }
            try (FileChannel channel = held.channel) {
                channel.truncate(0);
            } finally {
                HELD.remove(file);
            }
        }
    }
}
