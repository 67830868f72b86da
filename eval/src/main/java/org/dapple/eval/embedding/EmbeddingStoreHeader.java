package org.dapple.eval.embedding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The header of an {@link EmbeddingStore}, little-endian: magic, 8 bytes | version, int32 | width, int32 | seconds,
 * float64 | the encoder's fingerprint, 32 bytes | CRC-32C of the preceding bytes.
 *
 * @param fingerprint of the encoder, 64 hexadecimal digits
 * @param seconds length of the clips
 * @param width D; 0 while it is unknown
 */
record EmbeddingStoreHeader(String fingerprint, double seconds, int width) {
    static final int BYTES = 60;

    private static final byte[] MAGIC = "dappleEm".getBytes(StandardCharsets.US_ASCII);
    /** Increase this also when the way embeddings are computed changes. */
    private static final int VERSION = 1;

    private static final int FINGERPRINT = 32;
    private static final int NAME_DIGITS = 16;
    private static final int WIDEST = 1 << 24;

    EmbeddingStoreHeader {
        if (HexFormat.of().parseHex(fingerprint).length != FINGERPRINT) {
            throw new IllegalArgumentException(
                    "a fingerprint has 64 hexadecimal digits (SHA-256); this is " + fingerprint);
        }
    }

    /** {@return the name of the store's file} */
    String fileName() {
        return fingerprint.substring(0, NAME_DIGITS) + "-" + seconds + "s.embeddings";
    }

    EmbeddingStoreHeader withWidth(int known) {
        return new EmbeddingStoreHeader(fingerprint, seconds, known);
    }

    /** {@return whether encoder and length are the same} */
    boolean isOf(EmbeddingStoreHeader other) {
        return withWidth(other.width).equals(other);
    }

    /** {@return the header as written to the file} */
    ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putInt(VERSION).putInt(width).putDouble(seconds);
        bytes.put(HexFormat.of().parseHex(fingerprint));
        return bytes.putInt(crc(bytes.array())).flip();
    }

    /**
     * Reads a header.
     *
     * @return the header; empty if the file is empty or ends within its header
     * @throws IOException naming the file if it begins with anything else
     */
    static Optional<EmbeddingStoreHeader> read(FileChannel channel, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {}
        int known = Math.min(bytes.position(), MAGIC.length);
        if (!Arrays.equals(bytes.array(), 0, known, MAGIC, 0, known)) {
            throw new IOException(file + " is not a file of embeddings: delete it, or name another folder");
        }
        if (bytes.hasRemaining()) {
            return Optional.empty();
        }
        bytes.position(MAGIC.length);
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new IOException(file + " was written by another version of Dapple (format " + version + ", known: "
                    + VERSION + "): delete it, or name another folder");
        }
        int width = bytes.getInt();
        double seconds = bytes.getDouble();
        byte[] fingerprint = new byte[FINGERPRINT];
        bytes.get(fingerprint);
        if (crc(bytes.array()) != bytes.getInt() || width < 1 || width > WIDEST) {
            throw new IOException(file + " is damaged in its header: delete it, and its embeddings are computed again");
        }
        return Optional.of(new EmbeddingStoreHeader(HexFormat.of().formatHex(fingerprint), seconds, width));
    }

    /** {@return the checksum of all but the last four bytes} */
    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }
}
