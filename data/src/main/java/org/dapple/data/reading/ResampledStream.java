package org.dapple.data.reading;

import java.io.IOException;
import java.util.Arrays;
import org.dapple.data.audio.SampleStream;

/**
 * A stream at another rate. Gives the same bits as {@link Resampler} for the whole sound, but holds only a piece of it.
 * Pieces overlap by the reach of the filter and start where the filter's phases repeat.
 */
public final class ResampledStream implements SampleStream {
    /** Approximate number of inputs of a piece: large relative to the filter's reach, small relative to the memory. */
    private static final int PIECE = 1 << 16;

    private final SampleStream source;
    private final Resampler resampler;
    private final int up;
    private final int down;
    private final int reach;
    /** Inputs from number {@link #inputStart} on. */
    private float[] input;

    private int inputs;
    private long inputStart;
    private boolean ended;
    /** Outputs that are computed and not yet read. */
    private float[] output = {};

    private int read;
    private long made;

    /**
     * Wraps a stream.
     *
     * @param source the samples at their own rate
     * @param sampleRate rate of this stream, in Hz
     */
    public ResampledStream(SampleStream source, int sampleRate) {
        this.source = source;
        this.resampler = new Resampler(sampleRate);
        int divisor = Resampler.gcd(sampleRate, source.sampleRate());
        this.up = sampleRate / divisor;
        this.down = source.sampleRate() / divisor;
        this.reach = Resampler.reach(up, down);
        this.input = new float[PIECE + 4 * reach + 2 * down];
    }

    @Override
    public int sampleRate() {
        return resampler.sampleRate();
    }

    @Override
    public int read(float[] into, int at, int length) throws IOException {
        while (read == output.length) {
            if (ended) {
                return 0;
            }
            next();
        }
        int count = Math.min(length, output.length - read);
        System.arraycopy(output, read, into, at, count);
        read += count;
        return count;
    }

    private void next() throws IOException {
        while (inputs < input.length && !ended) {
            int count = source.read(input, inputs, input.length - inputs);
            ended = count == 0;
            inputs += count;
        }
        long known = inputStart + inputs;
        // Outputs whose filter ends before the last input, in whole periods of the phases; at the end, all outputs.
        long ready = ended ? (known * up + down - 1) / down : Math.max(made, (known - reach - 1) / down * up);
        output = resampler.between(input, inputs, inputStart, made, ready, up, down);
        read = 0;
        made = ready;
        long needed = Math.max(inputStart, made / up * down - reach);
        int unneeded = (int) Math.min(inputs, needed - inputStart);
        System.arraycopy(input, unneeded, input, 0, inputs - unneeded);
        inputs -= unneeded;
        inputStart += unneeded;
        if (!ended && inputs == input.length) {
            input = Arrays.copyOf(input, 2 * inputs); // a period longer than a piece
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
