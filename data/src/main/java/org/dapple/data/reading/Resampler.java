package org.dapple.data.reading;

import org.dapple.core.frontend.Waveform;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.SampleBuffer;

/**
 * Resamples waveforms to one rate: polyphase windowed-sinc interpolation with zero phase, so that output sample n is
 * the sound at time n / rate. Flat within 0.05 dB up to 0.9 of the lower Nyquist frequency, and at least 80 dB down
 * above Nyquist. Silence is assumed outside the waveform. Sums are computed in double precision.
 *
 * @param sampleRate sample rate of the results, in Hz
 */
public record Resampler(int sampleRate) {
    /** Outputs between two recomputations of the phases, so that the input of a block stays in the cache. */
    private static final int BLOCK = 1 << 16;

    /** Refuses a rate that is not positive. */
    public Resampler {
        ConfigurationException.require(sampleRate > 0, "sample_rate", "be positive", sampleRate);
    }

    /**
     * Resamples one waveform. Besides the result, one phase of the filter is held in memory: 900 bytes, times the ratio
     * of the rates when downsampling.
     *
     * @param waveform at any rate
     * @return ceil(S · to / from) samples at {@link #sampleRate}; the waveform itself if it has that rate already
     * @throws IllegalArgumentException if the result would be too long for an array
     */
    public Waveform apply(Waveform waveform) {
        if (waveform.sampleRate() == sampleRate) {
            return waveform;
        }
        int divisor = gcd(sampleRate, waveform.sampleRate());
        int up = sampleRate / divisor;
        int down = waveform.sampleRate() / divisor;
        long length = ((long) waveform.samples().length * up + down - 1) / down;
        if (length > SampleBuffer.LARGEST) {
            throw new IllegalArgumentException(waveform.samples().length + " samples at " + waveform.sampleRate()
                    + " Hz are too many to resample to " + sampleRate + " Hz; split the sound");
        }
        return new Waveform(between(waveform.samples(), waveform.samples().length, 0, 0, length, up, down), sampleRate);
    }

    /**
     * Computes outputs {@code from} (a multiple of {@code up}) to {@code to}, from all inputs within their filters:
     * {@code count} inputs, the first with number {@code start}.
     */
    float[] between(float[] input, int count, long start, long from, long to, int up, int down) {
        float[] output = new float[(int) (to - from)];
        double[] weights = new double[2 * reach(up, down)];
        long size = (long) Math.max(1, BLOCK / up) * up;
        for (long block = from; block < to; block += size) {
            long end = Math.min(to, block + size);
            // Every up-th output lies at the same position between two inputs, so it has the same weights.
            for (long phase = block; phase < Math.min(end, block + up); phase++) {
                fill(weights, (phase * down % up) / (double) up, up, down);
                for (long n = phase; n < end; n += up) {
                    int first = (int) (n * down / up - start) - weights.length / 2 + 1;
                    output[(int) (n - from)] = (float) dot(weights, input, count, first);
                }
            }
        }
        return output;
    }

    /** Number of inputs on either side within the filter; the filter is wider if the output has the lower rate. */
    static int reach(int up, int down) {
        return (int) Math.ceil(SincKernel.REACH * Math.max(1, (double) down / up));
    }

    /** The filter of an output at {@code fraction} between two inputs; its sum is 1, which preserves constants. */
    private static void fill(double[] weights, double fraction, int up, int down) {
        double scale = Math.min(1, (double) up / down);
        int centre = weights.length / 2 - 1;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = SincKernel.at(Math.abs(i - centre - fraction) * scale);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
    }

    /** Four partial sums, so that an addition need not wait for the previous one. */
    private static double dot(double[] weights, float[] samples, int count, int first) {
        int i = Math.max(0, -first);
        int end = Math.min(weights.length, count - first);
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (; i < end - 3; i += 4) {
            a += weights[i] * samples[first + i];
            b += weights[i + 1] * samples[first + i + 1];
            c += weights[i + 2] * samples[first + i + 2];
            d += weights[i + 3] * samples[first + i + 3];
        }
        for (; i < end; i++) {
            a += weights[i] * samples[first + i];
        }
        return a + b + c + d;
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
