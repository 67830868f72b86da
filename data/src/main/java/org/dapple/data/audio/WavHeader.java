package org.dapple.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The position of the samples in a RIFF, RF64 or BW64 file.
 *
 * @param format format of the samples
 * @param dataStart first byte of the samples
 * @param dataBytes bytes of samples that the file actually has
 */
record WavHeader(WavFormat format, long dataStart, long dataBytes) {
    /** Size of the RIFF header, before the first chunk. */
    static final int RIFF_BYTES = 12;
    /** Size of a chunk's name and length. */
    static final int CHUNK_BYTES = 8;

    private static final Set<String> CONTAINERS = Set.of("RIFF", "RF64", "BW64");
    /** The length that stands for "unknown when this was written", or for "see the ds64 chunk". */
    private static final long OPEN = 0xFFFF_FFFFL;

    /** {@return whether the bytes begin a RIFF/WAVE file} */
    static boolean begins(ByteBuffer head) {
        return head.limit() >= RIFF_BYTES
                && CONTAINERS.contains(name(head, 0))
                && name(head, 8).equals("WAVE");
    }

    /**
     * Walks through the chunks, in any order, until it has found format and data.
     *
     * @param channel the file
     * @param file the file, for errors
     * @return the header
     * @throws IOException if there is no usable header
     */
    static WavHeader read(FileChannel channel, Path file) throws IOException {
        ByteBuffer riff = read(channel, 0, RIFF_BYTES);
        if (!begins(riff)) {
            throw new UnreadableAudioException(file, "it does not begin with the header of a RIFF/WAVE file");
        }
        long riffEnd = length(riff, 4) + CHUNK_BYTES;
        long size = channel.size();
        long longData = OPEN;
        @Nullable WavFormat format = null;
        long dataStart = -1;
        long dataBytes = 0;
        for (long at = RIFF_BYTES; at + CHUNK_BYTES <= size && (format == null || dataStart < 0); ) {
            ByteBuffer chunk = read(channel, at, CHUNK_BYTES);
            long length = length(chunk, 4);
            long body = at + CHUNK_BYTES;
            switch (name(chunk, 0)) {
                case "ds64" -> longData = longData(read(channel, body, 16));
                case "fmt " -> format = WavFormat.parse(formatChunk(channel, body, length, file), file);
                case "data" -> {
                    if (dataStart < 0) {
                        length = dataLength(length, longData, body, riffEnd);
                        dataStart = body;
                        dataBytes = Math.min(length, size - body);
                    }
                }
                default -> {} // ignored: names, loops, cue points
            }
            at = length > size ? size : body + length + (length & 1); // odd chunks are padded
        }
        if (format == null) {
            throw new UnreadableAudioException(
                    file, "it ends without a format chunk; the file is damaged or truncated");
        }
        if (dataStart < 0) {
            throw new UnreadableAudioException(file, "it ends without a data chunk; the file is damaged or truncated");
        }
        return new WavHeader(format, dataStart, dataBytes);
    }

    /**
     * The actual length of the data. A writer that could not seek back leaves all ones, or zeros in a file that is
     * longer than declared.
     */
    private static long dataLength(long declared, long longData, long start, long riffEnd) {
        boolean neverFilledIn = declared == 0 && (riffEnd <= start || riffEnd == OPEN + CHUNK_BYTES);
        if (neverFilledIn) {
            return Long.MAX_VALUE;
        }
        if (declared < OPEN) {
            return declared;
        }
        return longData == OPEN ? Long.MAX_VALUE : longData;
    }

    private static ByteBuffer formatChunk(FileChannel channel, long body, long length, Path file) throws IOException {
        ByteBuffer chunk = read(channel, body, (int) Math.min(length, WavFormat.MOST_BYTES));
        if (chunk.limit() < WavFormat.LEAST_BYTES) {
            throw new UnreadableAudioException(
                    file,
                    "its format chunk has " + chunk.limit() + " bytes instead of at least " + WavFormat.LEAST_BYTES
                            + "; the file is damaged or truncated");
        }
        return chunk;
    }

    /** The 64-bit length of the data chunk; an impossible value counts as unknown. */
    private static long longData(ByteBuffer ds64) {
        long length = ds64.limit() < 16 ? OPEN : ds64.getLong(8);
        return length < 0 ? OPEN : length;
    }

    /** {@return the name of the chunk at an offset} */
    static String name(ByteBuffer bytes, int at) {
        return new String(
                new byte[] {bytes.get(at), bytes.get(at + 1), bytes.get(at + 2), bytes.get(at + 3)},
                StandardCharsets.ISO_8859_1);
    }

    /** {@return an unsigned 32-bit length} */
    static long length(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    /** Reads bytes from a position, fewer at the end of the file. */
    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {}
        return buffer.flip();
    }
}
