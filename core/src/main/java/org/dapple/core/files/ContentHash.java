package org.dapple.core.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The fingerprint of a sound, computed piece by piece; see {@link org.dapple.core.frontend.Waveform#contentHash}. */
public final class ContentHash {
    private final MessageDigest digest = Fingerprint.sha256();
    private final ByteBuffer bytes = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * Begins a fingerprint.
     *
     * @param sampleRate of the sound, in Hz
     */
    public ContentHash(int sampleRate) {
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
            // All at once: one float after the other takes as long again as the digest.
            bytes.asFloatBuffer().put(samples, at, taken);
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
