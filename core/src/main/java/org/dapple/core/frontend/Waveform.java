package org.dapple.core.frontend;

import java.util.Arrays;
import org.dapple.core.files.ContentHash;

/**
 * One channel of sound.
 *
 * @param samples amplitude, nominally in -1..1; not copied, so do not change the array afterwards
 * @param sampleRate in Hz
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content hash, never by equals
public record Waveform(float[] samples, int sampleRate) {

    /** Refuses a rate that is not positive. */
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
     * @param length minimum number of samples of the result
     * @return this waveform if it is long enough, otherwise a longer copy
     */
    public Waveform paddedTo(int length) {
        return samples.length >= length ? this : new Waveform(Arrays.copyOf(samples, length), sampleRate);
    }

    /**
     * A fingerprint of the sound itself, independent of the file name and of the lossless container.
     *
     * @return SHA-256 over the samples and the rate, in hexadecimal
     */
    public String contentHash() {
        ContentHash hash = new ContentHash(sampleRate);
        hash.add(samples, samples.length);
        return hash.finish();
    }
}
