package org.dapple.eval.embedding;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.dapple.core.files.WorkLock;

/**
 * Stores computed embeddings on disk, by the SHA-256 of a clip's file. Each encoder and length of clips has one file,
 * to which records are only appended. An interrupted extraction therefore resumes where it stopped, and tasks that
 * share clips share their embeddings.
 *
 * <p>The file is little-endian: a {@link EmbeddingStoreHeader header} with the width D, then records of [SHA-256 of the
 * file, 32 bytes | content hash, 32 | D float32 | CRC-32C of the preceding bytes]. Opening reads the whole file in
 * pieces and keeps an index of hashes and positions in memory, about 150 bytes a clip; vectors are read on demand. A
 * damaged record counts as missing and is computed again; an incomplete one at the end is cut off.
 *
 * <p>Only one process can have the file open. Not thread-safe.
 */
public final class EmbeddingStore implements Closeable {
    private static final int HASH = 32;
    private static final int READ_AT_ONCE = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final WorkLock lock;
    private final EmbeddingStoreHeader expected;
    private final Map<String, Long> positions = new HashMap<>();
    /** D; 0 before the first embedding. */
    private int width;
    /** Position behind the last valid record. */
    private long end;

    private EmbeddingStore(Path file, FileChannel channel, WorkLock lock, EmbeddingStoreHeader expected) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
        this.expected = expected;
    }

    /**
     * Opens the store of one encoder and length, or creates it.
     *
     * @param folder of the stores of all encoders; created if it does not exist
     * @param fingerprint of the encoder, {@link ClipFeatures#fingerprint}
     * @param seconds length to which clips are cut or padded
     * @return the store, to be closed
     * @throws IOException naming the file if another process has it open, if it is not the store of these embeddings,
     *     or if it cannot be read or written
     */
    public static EmbeddingStore open(Path folder, String fingerprint, double seconds) throws IOException {
        EmbeddingStoreHeader expected = new EmbeddingStoreHeader(fingerprint, seconds, 0);
        Path file = folder.resolve(expected.fileName());
        WorkLock lock = WorkLock.take(folder.resolve(expected.fileName() + ".lock"), file);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            EmbeddingStore store = new EmbeddingStore(file, channel, lock, expected);
            store.load();
            return store;
        } catch (IOException | RuntimeException e) {
            try (lock) {
                if (channel != null) {
                    channel.close();
                }
            }
            throw e;
        }
    }

    private void load() throws IOException {
        Optional<EmbeddingStoreHeader> found = EmbeddingStoreHeader.read(channel, file);
        if (found.isEmpty()) { // new, or torn in its header
            channel.truncate(0);
            return;
        }
        if (!found.get().isOf(expected)) {
            throw new IOException(file + " holds embeddings of another encoder or length, so it was renamed or copied:"
                    + " delete it, or name another folder");
        }
        width = found.get().width();
        end = EmbeddingStoreHeader.BYTES;
        int record = recordBytes();
        long whole = (channel.size() - end) / record;
        ByteBuffer records = ByteBuffer.allocate(Math.max(1, READ_AT_ONCE / record) * record);
        for (long first = 0; first < whole; first += records.capacity() / record) {
            long position = EmbeddingStoreHeader.BYTES + first * record;
            records.clear().limit((int) Math.min(records.capacity(), (whole - first) * record));
            readFully(records, position);
            for (int at = 0; at < records.limit(); at += record) {
                if (isSound(records.array(), at)) {
                    positions.put(HexFormat.of().formatHex(records.array(), at, at + HASH), position + at);
                    end = position + at + record;
                }
            }
        }
        channel.truncate(end);
    }

    private int recordBytes() {
        return 2 * HASH + width * Float.BYTES + Integer.BYTES;
    }

    private boolean isSound(byte[] bytes, int at) {
        int content = recordBytes() - Integer.BYTES;
        return crc(bytes, at, content)
                == ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + content);
    }

    private static int crc(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }

    private void readFully(ByteBuffer into, long position) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                throw new IOException(file + " became shorter while it was read");
            }
        }
    }

    /** {@return the number of clips in the store} */
    public int size() {
        return positions.size();
    }

    /** {@return the width D of the embeddings; 0 if there are none yet} */
    public int width() {
        return width;
    }

    /** {@return the file} */
    public Path file() {
        return file;
    }

    /**
     * Looks a clip up.
     *
     * @param fileHash SHA-256 of the clip's file in hexadecimal
     * @return the stored embedding; empty if it has to be computed
     * @throws IOException if the file cannot be read
     */
    public Optional<StoredEmbedding> find(String fileHash) throws IOException {
        Long position = positions.get(fileHash);
        if (position == null) {
            return Optional.empty();
        }
        ByteBuffer record = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        readFully(record, position);
        if (!isSound(record.array(), 0)) { // damaged since it was opened
            positions.remove(fileHash);
            return Optional.empty();
        }
        float[] vector = new float[width];
        record.position(2 * HASH).asFloatBuffer().get(vector);
        return Optional.of(new StoredEmbedding(HexFormat.of().formatHex(record.array(), HASH, 2 * HASH), vector));
    }

    /**
     * Adds the embedding of a clip, unless the store has one already.
     *
     * @param fileHash SHA-256 of the clip's file in hexadecimal
     * @param embedding its embedding, of the same width as all others
     * @throws IOException naming the file if it cannot be written
     */
    public void add(String fileHash, StoredEmbedding embedding) throws IOException {
        if (positions.containsKey(fileHash)) {
            return;
        }
        if (width == 0) {
            write(expected.withWidth(embedding.vector().length).bytes(), 0);
            width = embedding.vector().length;
            end = EmbeddingStoreHeader.BYTES;
        }
        if (embedding.vector().length != width) {
            throw new IllegalArgumentException(
                    "the embedding has " + embedding.vector().length + " values, but the others have " + width);
        }
        ByteBuffer record = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        record.put(hash(fileHash)).put(hash(embedding.contentHash()));
        record.asFloatBuffer().put(embedding.vector());
        int content = recordBytes() - Integer.BYTES;
        record.putInt(content, crc(record.array(), 0, content)).clear();
        write(record, end);
        positions.put(fileHash, end);
        end += recordBytes();
    }

    private static byte[] hash(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        if (bytes.length != HASH) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits; this is " + hexadecimal);
        }
        return bytes;
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Releases the file. Its records survive a crash of the process even without this. */
    @Override
    public void close() throws IOException {
        try (lock) {
            channel.close();
        }
    }
}
