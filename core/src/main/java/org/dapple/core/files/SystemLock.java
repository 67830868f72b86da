package org.dapple.core.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The operating system's locks on files, and the name of the holder in them. */
final class SystemLock {
    /** The locked range lies behind the text, because some systems do not let others read a locked range. */
    private static final long LOCKED = 1L << 30;

    private static final int LONGEST_HOLDER = 300;

    /** Retries, because {@link #isLocked} holds a lock for a moment. */
    private static final int TRIES = 10;

    private static final long PAUSE_MILLIS = 20;

    private SystemLock() {}

    /**
     * Locks a file and writes into it who holds it.
     *
     * @param file made if it does not exist
     * @param place what it stands for, in messages
     * @return the channel; closing it releases the lock
     * @throws BusyException naming the holder
     * @throws IOException if the file cannot be written, or the file system does not support locks
     */
    static FileChannel open(Path file, Path place) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
            if (tryPatiently(channel, place) == null) {
                throw new BusyException(place, holder(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(self()), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether another process holds the lock of a file. */
    static boolean isLocked(Path file, Path place) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return tryLock(channel, place, true) == null;
        }
    }

    private static @Nullable FileLock tryPatiently(FileChannel channel, Path place) throws IOException {
        FileLock lock = tryLock(channel, place, false);
        for (int i = 1; lock == null && i < TRIES; i++) {
            pause();
            lock = tryLock(channel, place, false);
        }
        return lock;
    }

    private static @Nullable FileLock tryLock(FileChannel channel, Path place, boolean shared) throws IOException {
        try {
            return channel.tryLock(LOCKED, 1, shared);
        } catch (OverlappingFileLockException e) {
            return null; // held by this process, through another class loader's copy of this class
        } catch (IOException e) {
            throw new IOException(
                    "the file system of " + place + " does not support locks (" + e.getMessage()
                            + "): choose a folder on a local disk",
                    e);
        }
    }

    /** Waits a moment before the next attempt. */
    static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a lock");
        }
    }

    /** The text that the holder has written; it may be anything. */
    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * LONGEST_HOLDER);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return text.isEmpty() ? "another process" : "process " + shortened(text);
    }

    /** The id of this process and, if Java knows them, its program and arguments. */
    private static String self() {
        String command = System.getProperty("sun.java.command", "");
        String program = command.replaceFirst("^(?:\\w+\\.)+(?=[A-Z])", "");
        return shortened(ProcessHandle.current().pid() + (program.isBlank() ? "" : " (" + program + ")"));
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_HOLDER ? text.substring(0, LONGEST_HOLDER) + "…)" : text;
    }
}
