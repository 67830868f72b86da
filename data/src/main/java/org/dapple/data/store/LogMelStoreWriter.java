package org.dapple.data.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.dapple.core.files.WorkLock;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.store.StoreJournal.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Writes a store clip by clip. If the process ends at any time, opening the writer again continues after the last
 * written clip, and the finished store has the same bytes as without the interruption.
 *
 * <p>Frames are written to shard files, which get their final name when they are full. The journal lists the complete
 * clips. Opening the writer truncates everything after the last complete clip and compares the clips of the unfinished
 * shard with their checksums, because after a power failure a file may hold less data than its size.
 */
public final class LogMelStoreWriter implements Closeable {
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path folder;
    private final StoreJob job;
    private final StoreJournal journal;
    private final WorkLock lock;
    private final ByteBuffer buffer;
    private final int frameBytes;
    private final long shardFrames;
    private final CRC32C crc = new CRC32C();
    private double sum;
    private double squares;
    /** Number of frames of all complete clips. */
    private long committed;

    /** Number of frames, including those of the current clip. */
    private long written;

    private int completeShards;
    private @Nullable FileChannel shard;
    private int openShard = -1;

    private LogMelStoreWriter(Path folder, StoreJob job, StoreJournal journal, WorkLock lock) {
        this.folder = folder;
        this.job = job;
        this.journal = journal;
        this.lock = lock;
        this.frameBytes = job.frameBytes();
        this.shardFrames = job.shardFrames();
        this.buffer = ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / frameBytes) * frameBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Starts a store, or continues an unfinished one.
     *
     * @param folder created if it does not exist; must not hold a finished store
     * @param job the content of the store
     * @return the writer
     * @throws ConfigurationException with the key {@code out} if the folder has a finished store, or an unfinished
     *     store of another job
     * @throws IOException if files cannot be read or written, or the folder is in use
     */
    public static LogMelStoreWriter open(Path folder, StoreJob job) throws IOException {
        WorkLock lock = WorkLock.join(folder);
        try {
            if (LogMelStore.isStore(folder)) {
                throw new ConfigurationException("out", "must be a new folder; " + folder + " holds a finished store");
            }
            LogMelStoreWriter writer =
                    new LogMelStoreWriter(folder, job, StoreJournal.open(folder, job.fingerprint()), lock);
            try {
                writer.recover();
                return writer;
            } catch (IOException | RuntimeException e) {
                writer.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Reopens a store, finished or not, to try skipped clips again. It rolls back to the first skipped clip that is
     * readable now, and the finished store has the same bytes as if all clips had been readable from the beginning.
     * Mappings of a finished store in other processes stay valid.
     *
     * @param folder may hold a store of the job
     * @param job the content of the store
     * @param readable whether a skipped clip can be read now
     * @return the writer; empty if the store is finished and no skipped clip is readable, or the skipped clips are
     *     unknown, as in stores of older versions
     * @throws org.dapple.core.settings.ConfigurationException as {@link #open}
     * @throws IOException if files cannot be read or written
     */
    static Optional<LogMelStoreWriter> reopen(Path folder, StoreJob job, Predicate<Clip> readable) throws IOException {
        WorkLock lock = WorkLock.join(folder);
        try {
            Optional<LogMelStoreWriter> writer = reopen(folder, job, readable, lock);
            if (writer.isEmpty()) {
                lock.close();
            }
            return writer;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Optional<LogMelStoreWriter> reopen(
            Path folder, StoreJob job, Predicate<Clip> readable, WorkLock lock) throws IOException {
        boolean finished = LogMelStore.isStore(folder);
        if (finished && !StoreJournal.isIn(folder)) {
            return Optional.empty();
        }
        StoreJournal journal = StoreJournal.open(folder, job.fingerprint());
        LogMelStoreWriter writer = new LogMelStoreWriter(folder, job, journal, lock);
        try {
            OptionalInt first = IntStream.range(0, journal.entries().size())
                    .filter(i -> journal.entries().get(i).reason() != null
                            && readable.test(job.clips().get(i)))
                    .findFirst();
            if (finished && first.isEmpty()) {
                writer.close();
                return Optional.empty();
            }
            if (finished) {
                writer.unfinish(first.getAsInt());
            }
            if (first.isPresent()) {
                journal.forgetFrom(first.getAsInt());
            }
            writer.recover();
            return Optional.of(writer);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** Deletes files from the description backwards, so that a kill leaves an unfinished store. */
    private void unfinish(int clip) throws IOException {
        StoreIndex.delete(folder);
        List<Entry> kept = journal.entries().subList(0, clip);
        long frames = kept.stream().mapToLong(Entry::frames).sum();
        for (int number = (int) (frames / shardFrames); Files.exists(job.shard(folder, number, true)); number++) {
            Path old = job.shard(folder, number, true);
            if (number == (int) (frames / shardFrames)) {
                // Truncates a copy, because the file itself may be mapped.
                Files.copy(old, job.shard(folder, number, false), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.delete(old);
        }
    }

    private void recover() throws IOException {
        while (Files.exists(job.shard(folder, completeShards, true))) {
            completeShards++;
        }
        long certain = completeShards * shardFrames;
        List<Entry> entries = journal.entries();
        for (int i = 0; i < entries.size(); i++) {
            int frames = entries.get(i).frames();
            if (committed + frames > certain
                    && crc(committed, frames) != entries.get(i).crc()) {
                journal.forgetFrom(i);
                break;
            }
            committed += frames;
        }
        // A lost clip may reach back into a full shard, and the last shard gets its name before the store is finished.
        for (; completeShards * shardFrames > committed; completeShards--) {
            int last = completeShards - 1;
            Files.move(job.shard(folder, last, true), job.shard(folder, last, false), StandardCopyOption.ATOMIC_MOVE);
        }
        rollBack();
        completeShards();
    }

    /** The checksum of written frames, or of fewer bytes if the files end earlier. */
    private long crc(long start, int frames) throws IOException {
        CRC32C found = new CRC32C();
        for (long at = start; at < start + frames; ) {
            int number = (int) (at / shardFrames);
            Path complete = job.shard(folder, number, true);
            Path file = Files.exists(complete) ? complete : job.shard(folder, number, false);
            if (!Files.exists(file)) {
                break;
            }
            long end = Math.min(start + frames, (number + 1) * shardFrames);
            try (FileChannel channel = FileChannel.open(file)) {
                channel.position(at % shardFrames * frameBytes);
                for (long left = (end - at) * frameBytes; left > 0; ) {
                    buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                    int count = channel.read(buffer);
                    if (count < 0) {
                        return found.getValue();
                    }
                    found.update(buffer.flip());
                    left -= count;
                }
            }
            at = end;
        }
        return found.getValue();
    }

    /** {@return the number of the job's clips that were added or skipped} */
    public int done() {
        return journal.entries().size();
    }

    /**
     * Writes the next frames of the current clip.
     *
     * @param values row-major [frames, bands]
     * @throws IOException if they cannot be written
     */
    public void append(float[] values) throws IOException {
        int perFrame = frameBytes / job.precision().bytes();
        for (int at = 0; at < values.length; ) {
            long room = shardFrames - written % shardFrames;
            int frames = (int)
                    Math.min(room, Math.min(buffer.capacity() / frameBytes, (values.length - at) / (long) perFrame));
            buffer.clear();
            for (int end = at + frames * perFrame; at < end; at++) {
                double stored = job.precision().put(buffer, values[at]);
                sum += stored;
                squares += stored * stored;
            }
            crc.update(buffer.flip());
            long position = written % shardFrames * frameBytes;
            FileChannel channel = shard((int) (written / shardFrames));
            for (buffer.rewind(); buffer.hasRemaining(); ) {
                position += channel.write(buffer, position);
            }
            written += frames;
        }
    }

    private FileChannel shard(int number) throws IOException {
        if (shard == null || number != openShard) {
            closeShard();
            shard = FileChannel.open(
                    job.shard(folder, number, false), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            openShard = number;
        }
        return shard;
    }

    private void closeShard() throws IOException {
        if (shard != null) {
            shard.force(true);
            shard.close();
            shard = null;
        }
    }

    /**
     * Ends the current clip and keeps its frames.
     *
     * @param contentHash fingerprint of its sound
     * @throws IOException if the journal cannot be written
     */
    public void commit(String contentHash) throws IOException {
        int frames = Math.toIntExact(written - committed);
        journal.add(new Entry(frames, contentHash, crc.getValue(), sum, squares, null));
        committed = written;
        beginClip();
        completeShards();
    }

    /**
     * Skips the current clip and discards its frames.
     *
     * @param reason one sentence
     * @throws IOException if the journal cannot be written
     */
    public void skip(String reason) throws IOException {
        if (written > committed) {
            rollBack();
        }
        journal.add(new Entry(0, "", 0, 0, 0, reason));
    }

    private void beginClip() {
        crc.reset();
        sum = 0;
        squares = 0;
    }

    /** Truncates everything after the last complete clip. */
    private void rollBack() throws IOException {
        closeShard();
        written = committed;
        beginClip();
        int number = (int) (committed / shardFrames);
        long keep = committed % shardFrames * frameBytes;
        for (Path file = job.shard(folder, number, false);
                Files.exists(file);
                file = job.shard(folder, ++number, false), keep = 0) {
            if (keep == 0) {
                Files.delete(file);
            } else {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(keep);
                }
            }
        }
    }

    /** Gives full shards their names, once the journal is safely on the disk. */
    private void completeShards() throws IOException {
        if ((completeShards + 1) * shardFrames <= committed) {
            journal.force();
            for (; (completeShards + 1) * shardFrames <= committed; completeShards++) {
                complete(completeShards);
            }
        }
    }

    private void complete(int number) throws IOException {
        if (number == openShard) {
            closeShard();
        }
        Path unfinished = job.shard(folder, number, false);
        if (Files.exists(unfinished)) {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, job.shard(folder, number, true), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * Finishes the store after all clips of the job.
     *
     * @param provenance origin of the store; without the time if stores are to be compared
     * @throws IOException if files cannot be written
     */
    public void finish(Map<String, String> provenance) throws IOException {
        if (done() != job.clips().size()) {
            throw new IllegalStateException(
                    done() + " of " + job.clips().size() + " clips are done: the store cannot be finished");
        }
        journal.force();
        closeShard();
        int shards = (int) ((committed + shardFrames - 1) / shardFrames);
        List<Path> files = new ArrayList<>();
        for (int number = 0; number < shards; number++) {
            complete(number);
            files.add(job.shard(folder, number, true));
        }
        StoreIndex.write(folder, job, journal.entries(), files, provenance);
        boolean complete = journal.entries().stream().noneMatch(entry -> entry.reason() != null);
        journal.close();
        if (complete) { // otherwise it says which clips to try again
            StoreJournal.delete(folder);
        }
    }

    @Override
    public void close() throws IOException {
        try (lock;
                journal) {
            if (shard != null) {
                shard.close();
            }
        }
    }
}
