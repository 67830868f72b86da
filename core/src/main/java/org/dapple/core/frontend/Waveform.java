package org.dapple.core.frontend;

import java.util.Arrays;
import org.dapple.core.files.ContentHash;

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
        ContentHash hash = new ContentHash(sampleRate);
        hash.add(samples, samples.length);
        return hash.finish();
    }
}
