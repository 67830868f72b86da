package org.dapple.core.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint of a sound, computed piece by piece; see {@link org.dapple.core.frontend.Waveform#contentHash}. */
public final class ContentHash {
    private final MessageDigest digest;
    private final ByteBuffer bytes = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Begins a fingerprint.
     *
     * @param sampleRate of the sound, in Hz
     */
    public ContentHash(int sampleRate) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        bytes.putInt(sampleRate);
    }

    /**
     * Adds the next samples.
     *
     * @param samples the samples, from index 0
     * @param count number of samples
     */
    public void add(float[] samples, int count) {
        for (int at = 0; at < count; ) {
            if (bytes.remaining() < Float.BYTES) {
                digest.update(bytes.flip());
                bytes.clear();
            }
            int taken = Math.min(count - at, bytes.remaining() / Float.BYTES);
            bytes.asFloatBuffer()
                    .put(
                            samples, at,
                            taken); // a block at once: one float after the other takes as long again as the digest
            bytes.position(bytes.position() + taken * Float.BYTES);
            at += taken;
        }
    }

    /**
     * Ends the fingerprint.
     *
     * @return SHA-256 over the rate and the samples, in hexadecimal
     */
    public String finish() {
        digest.update(bytes.flip());
        return HexFormat.of().formatHex(digest.digest());
    }
}
