package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;

/** The samples of a file, checked: there must be at least one, and all must be finite amplitudes. */
public final class CheckedStream implements SampleStream {
    /** Above this, the power spectrum of a window overflows single precision. */
    private static final double LOUDEST = 1e15;

    private final SampleStream source;
    private final Path file;
    private long done;

    /**
     * Wraps a stream.
     *
     * @param source the samples
     * @param file the file, for errors
     */
    public CheckedStream(SampleStream source, Path file) {
        this.source = source;
        this.file = file;
    }

    @Override
    public int sampleRate() {
        return source.sampleRate();
    }

    @Override
    public int read(float[] into, int at, int length) throws IOException {
        int count = source.read(into, at, length);
        if (count > 0 || done == 0) {
            require(into, at, count, done, file);
        }
        done += count;
        return count;
    }

    /**
     * Refuses missing samples and invalid ones.
     *
     * @param samples holds the samples
     * @param at index of the first sample in the array
     * @param count number of samples
     * @param done number of samples of the file before these
     * @param file the file, for errors
     * @throws UnreadableAudioException if there are no samples, or one is not a valid amplitude
     */
    public static void require(float[] samples, int at, int count, long done, Path file)
            throws UnreadableAudioException {
        if (count == 0) {
            throw new UnreadableAudioException(file, "it holds no samples");
        }
        for (int i = at; i < at + count; i++) {
            if (!(Math.abs(samples[i]) <= LOUDEST)) { // also catches NaN
                throw new UnreadableAudioException(
                        file,
                        "its sample " + (done + i - at) + " is " + samples[i] + ", which is not a valid amplitude");
            }
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
