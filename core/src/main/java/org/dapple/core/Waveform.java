package org.dapple.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One channel of sound.
 *
 * @param samples amplitude, nominally in -1..1; the array is not copied and must not be changed afterwards
 * @param sampleRate in Hz
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content hash, never by equals
public record Waveform(float[] samples, int sampleRate) {

    /** Checks the rate. */
    public Waveform {
        if (sampleRate <= 0) {
            throw new IllegalArgumentException("sampleRate must be positive; it is " + sampleRate);
        }
    }

    /** {@return the duration in seconds} */
    public double seconds() {
        return (double) samples.length / sampleRate;
    }

    /**
     * This sound followed by silence.
     *
     * @param length the least number of samples of the result
     * @return this, or a longer copy
     */
    public Waveform paddedTo(int length) {
        return samples.length >= length ? this : new Waveform(Arrays.copyOf(samples, length), sampleRate);
    }

    /**
     * A fingerprint of the sound itself: the same for every file name and every lossless container.
     *
     * @return SHA-256 over the samples and the rate, in hexadecimal
     */
    public String contentHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(sampleRate);
            for (float sample : samples) {
                if (bytes.remaining() < Float.BYTES) {
                    digest.update(bytes.flip());
                    bytes.clear();
                }
                bytes.putFloat(sample);
            }
            digest.update(bytes.flip());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
