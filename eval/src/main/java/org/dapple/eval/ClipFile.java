package org.dapple.eval;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file as it was when its bytes were hashed.
 *
 * @param hash SHA-256 of its bytes in hexadecimal
 * @param size in bytes
 * @param modified when it was written last
 */
public record ClipFile(String hash, long size, FileTime modified) {
    private static final int READ_AT_ONCE = 1 << 18;

    /**
     * Hashes a file.
     *
     * @param file any
     * @return its hash; empty if it cannot be read, which whoever decodes it will explain
     */
    public static Optional<ClipFile> of(Path file) {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new ClipFile(hash(file), before.size(), before.lastModifiedTime()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the file is, as far as size and time tell, what was hashed: else its sound may be another's. */
    boolean isStill(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.size() == size && now.lastModifiedTime().equals(modified);
        } catch (IOException e) {
            return false;
        }
    }

    private static String hash(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
