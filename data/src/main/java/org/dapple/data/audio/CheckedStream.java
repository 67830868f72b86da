package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;

/** A file's samples, of which every one must be an amplitude and at least one be there. */
public final class CheckedStream implements SampleStream {
    /** Above it, the power spectrum of a window overflows single precision. */
    private static final double LOUDEST = 1e15;

    private final SampleStream source;
    private final Path file;
    private long done;

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

    /** Refuses samples that are none; {@code done} is the number of the first of them. */
    public static void require(float[] samples, int at, int count, long done, Path file)
            throws UnreadableAudioException {
        if (count == 0) {
            throw new UnreadableAudioException(file, "it holds no samples");
        }
        for (int i = at; i < at + count; i++) {
            if (!(Math.abs(samples[i]) <= LOUDEST)) { // also catches NaN
                throw new UnreadableAudioException(
                        file, "its sample " + (done + i - at) + " is " + samples[i] + ", which is no amplitude");
            }
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
