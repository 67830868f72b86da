package org.dapple.eval.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.dapple.core.files.Fingerprint;

/**
 * A file at the time its bytes were hashed.
 *
 * @param hash SHA-256 of its bytes in hexadecimal
 * @param size in bytes
 * @param modified time of the last change
 */
public record ClipFile(String hash, long size, FileTime modified) {
    /**
     * Hashes a file.
     *
     * @param file any
     * @return the hash; empty if the file cannot be read, which its decoder will explain
     */
    public static Optional<ClipFile> of(Path file) {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new ClipFile(Fingerprint.ofFile(file), before.size(), before.lastModifiedTime()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@return whether size and time of the file are unchanged; otherwise its sound may be another one} */
    boolean isStill(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.size() == size && now.lastModifiedTime().equals(modified);
        } catch (IOException e) {
            return false;
        }
    }
}
