package org.dapple.data.audio;

import java.io.Closeable;
import java.io.IOException;
import org.dapple.core.frontend.Waveform;

/** A stream of samples of one channel, for sounds that need not fit in memory. */
public interface SampleStream extends Closeable {

    /** {@return the rate in Hz} */
    int sampleRate();

    /**
     * Reads the next samples.
     *
     * @param into receives samples
     * @param at index of the first sample in the array
     * @param length maximum number of samples, at least 1
     * @return number of samples read, at least 1; 0 at the end
     * @throws IOException if the content cannot be decoded or the file cannot be read
     */
    int read(float[] into, int at, int length) throws IOException;

    /** Closes the file. */
    @Override
    void close() throws IOException;

    /**
     * A stream of a waveform in memory.
     *
     * @param waveform the sound
     * @return a stream of it
     */
    static SampleStream of(Waveform waveform) {
        return new SampleStream() {
            private int next;

            @Override
            public int sampleRate() {
                return waveform.sampleRate();
            }

            @Override
            public int read(float[] into, int at, int length) {
                int count = Math.min(length, waveform.samples().length - next);
                System.arraycopy(waveform.samples(), next, into, at, count);
                next += count;
                return count;
            }

            @Override
            public void close() {}
        };
    }

    /**
     * Fills an array.
     *
     * @param into receives samples, from index 0
     * @return number of samples read; less than the array's length only at the end
     * @throws IOException as {@link #read}
     */
    default int fill(float[] into) throws IOException {
        int filled = 0;
        while (filled < into.length) {
            int count = read(into, filled, into.length - filled);
            if (count == 0) {
                break;
            }
            filled += count;
        }
        return filled;
    }
}
