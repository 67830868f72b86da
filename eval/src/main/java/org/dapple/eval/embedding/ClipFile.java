package org.dapple.eval.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.dapple.core.files.Fingerprint;

/**
 * A file as it was when its bytes were hashed.
 *
 * @param hash SHA-256 of its bytes in hexadecimal
 * @param size in bytes
 * @param modified when it was written last
 */
public record ClipFile(String hash, long size, FileTime modified) {
    /**
     * Hashes a file.
     *
     * @param file any
     * @return its hash; empty if it cannot be read, which whoever decodes it will explain
     */
    public static Optional<ClipFile> of(Path file) {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new ClipFile(Fingerprint.ofFile(file), before.size(), before.lastModifiedTime()));
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
}
