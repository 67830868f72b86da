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
 * Embeddings that were computed before, on disk, by the SHA-256 of a clip's file: one file for each encoder and length
 * of clips, to which records are only ever added. So an extraction that was killed goes on where it was, and tasks that
 * share clips share their embeddings.
 *
 * <p>The file, little-endian: a {@link EmbeddingStoreHeader header} with the width D, then records of [SHA-256 of the
 * file, 32 bytes | content hash, 32 | D float32 | CRC-32C of what is before it]. Opening reads all of it, in pieces; in
 * memory is an index of hashes and positions, some 150 bytes for each clip, and vectors are read when they are asked
 * for. What is damaged counts as missing and is made again, what is torn off at the end is cut off.
 *
 * <p>One process at a time has it open. Not for several threads.
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
    /** Behind the last sound record. */
    private long end;

    private EmbeddingStore(Path file, FileChannel channel, WorkLock lock, EmbeddingStoreHeader expected) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
        this.expected = expected;
    }

    /**
     * Opens the embeddings of one encoder, or begins them.
     *
     * @param folder of the stores of all encoders; made if it does not exist
     * @param fingerprint of the encoder, {@link ClipFeatures#fingerprint}
     * @param seconds length that clips are cut or padded to
     * @return the store, to be closed
     * @throws IOException naming the file if another process has it open, if it is none of these embeddings, or if it
     *     cannot be read or written
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

    /** {@return how many clips it has} */
    public int size() {
        return positions.size();
    }

    /** {@return D of its embeddings; 0 if it has none yet} */
    public int width() {
        return width;
    }

    /** {@return where it lies} */
    public Path file() {
        return file;
    }

    /**
     * Looks a clip up.
     *
     * @param fileHash SHA-256 of the clip's file in hexadecimal
     * @return what is kept of it; empty if it has to be computed
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
     * Keeps a clip; one that is there already stays as it is.
     *
     * @param fileHash SHA-256 of the clip's file in hexadecimal
     * @param embedding its embedding, as wide as all others
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
                    "an embedding of " + embedding.vector().length + " values does not belong among those of " + width);
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

    /** Gives the file free for others. What is in it is there after a crash of the process even without this. */
    @Override
    public void close() throws IOException {
        try (lock) {
            channel.close();
        }
    }
}
