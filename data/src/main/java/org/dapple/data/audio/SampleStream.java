package org.dapple.data.audio;

import java.io.Closeable;
import java.io.IOException;
import org.dapple.core.frontend.Waveform;

/**
 * The samples of one channel of sound, read from the beginning to the end, so that its length need not fit in memory.
 */
public interface SampleStream extends Closeable {

    /** {@return the rate in Hz} */
    int sampleRate();

    /**
     * Reads on.
     *
     * @param into receives samples
     * @param at index of the first of them
     * @param length how many are wanted, at least 1
     * @return how many came, at least 1; 0 at the end
     * @throws IOException if the content cannot be decoded or the file not be read
     */
    int read(float[] into, int at, int length) throws IOException;

    /** Lets go of the file. */
    @Override
    void close() throws IOException;

    /**
     * Samples that are in memory already.
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
     * Reads as much as there is room for.
     *
     * @param into receives samples from its beginning
     * @return how many came; fewer than the array's length only at the end
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
