package org.dapple.core.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of settings and numbers. Equal content has the same fingerprint in every process, whatever the order of keys.
 * A different sequence of parts has a different fingerprint.
 */
public final class Fingerprint {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest digest;

    /** Begins a fingerprint. */
    public Fingerprint() {
        digest = sha256();
    }

    /**
     * A plain digest, for formats that separate their parts themselves.
     *
     * @return SHA-256
     */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The fingerprint of settings alone.
     *
     * @param settings values that JSON can represent
     * @return 64 hexadecimal digits
     */
    public static String of(Map<String, ?> settings) {
        return new Fingerprint().add(settings).finish();
    }

    /**
     * The fingerprint of a file.
     *
     * @param file of any length
     * @return the SHA-256 of its bytes
     * @throws IOException if it cannot be read
     */
    public static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Adds settings.
     *
     * @param settings values that JSON can represent
     * @return this
     */
    public Fingerprint add(Map<String, ?> settings) {
        return add(Json.line(sorted(settings)));
    }

    /**
     * Adds a text.
     *
     * @param text any
     * @return this
     */
    public Fingerprint add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds bytes.
     *
     * @param bytes any
     * @return this
     */
    public Fingerprint add(byte[] bytes) {
        // The length first: otherwise "ab", "c" and "a", "bc" would have the same fingerprint.
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
        return this;
    }

    /** {@return 64 hexadecimal digits; nothing can be added afterwards} */
    public String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Map<String, @Nullable Object> sorted(Map<?, ?> settings) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        settings.forEach((key, value) ->
                sorted.put(String.valueOf(key), value instanceof Map<?, ?> section ? sorted(section) : value));
        return sorted;
    }
}
