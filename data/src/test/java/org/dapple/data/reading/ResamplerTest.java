package org.dapple.data.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

    private static Waveform tone(double hertz, int rate, int length) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) Math.cos(2 * Math.PI * hertz * i / rate + 0.7);
        }
        return new Waveform(samples, rate);
    }

    /** The resampled tone away from the edges, split into the tone itself and everything else. */
    private record Measured(double gain, double phase, double restRms) {
        static Measured of(double hertz, int from, int to) {
            float[] out = new Resampler(to).apply(tone(hertz, from, from)).samples();
            int edge = (int) Math.ceil(60.0 * Math.max(1, (double) to / from));
            // Least squares on cos, sin: the window need not hold whole periods.
            double cc = 0, ss = 0, cs = 0, yc = 0, ys = 0;
            for (int n = edge; n < out.length - edge; n++) {
                double c = Math.cos(2 * Math.PI * hertz * n / to + 0.7);
                double s = Math.sin(2 * Math.PI * hertz * n / to + 0.7);
                cc += c * c;
                ss += s * s;
                cs += c * s;
                yc += out[n] * c;
                ys += out[n] * s;
            }
            double det = cc * ss - cs * cs;
            double a = (yc * ss - ys * cs) / det;
            double b = (ys * cc - yc * cs) / det;
            double rest = 0;
            for (int n = edge; n < out.length - edge; n++) {
                double c = Math.cos(2 * Math.PI * hertz * n / to + 0.7);
                double s = Math.sin(2 * Math.PI * hertz * n / to + 0.7);
                rest += Math.pow(out[n] - a * c - b * s, 2);
            }
            return new Measured(Math.hypot(a, b), Math.atan2(-b, a), Math.sqrt(rest / (out.length - 2 * edge)));
        }
    }

    private static double decibels(double amplitude) {
        return 20 * Math.log10(amplitude);
    }

    @ParameterizedTest
    @CsvSource({
        "44100,16000",
        "48000,16000",
        "8000,16000",
        "11025,16000",
        "22050,16000",
        "96000,16000",
        "44101,16000",
        "16001,16000",
        "16000,44100",
        "16000,48000",
        "32000,16000"
    })
    void passesTheBandAndStopsTheRest(int from, int to) {
        double nyquist = Math.min(from, to) / 2.0;
        for (double share : new double[] {0.01, 0.1, 0.5, 0.8, 0.85, 0.9}) {
            Measured tone = Measured.of(share * nyquist, from, to);
            assertEquals(0, decibels(tone.gain()), 0.05, "ripple at " + share);
            assertEquals(0, tone.phase(), 1e-4, "phase at " + share);
            assertTrue(
                    decibels(tone.restRms() * Math.sqrt(2)) < -80,
                    "images of " + share + ": " + decibels(tone.restRms() * Math.sqrt(2)) + " dB");
        }
        for (double hertz = nyquist * 1.001; hertz < from / 2.0; hertz += nyquist * 0.0917) {
            float[] out = new Resampler(to).apply(tone(hertz, from, from)).samples();
            float[] inner = Arrays.copyOfRange(out, 60, out.length - 60);
            double worst = 0;
            for (float sample : inner) {
                worst = Math.max(worst, Math.abs(sample));
            }
            assertTrue(decibels(worst) < -80, hertz + " Hz comes through at " + decibels(worst) + " dB");
        }
    }

    @ParameterizedTest
    @CsvSource({"1,44100", "2,44100", "3,8000", "441,44100", "442,44100", "100,8000", "7,44101", "0,44100"})
    void hasTheLengthRoundedUp(int samples, int from) {
        int expected = (int) Math.ceil(samples * 16000.0 / from);
        assertEquals(
                expected, new Resampler(16000).apply(tone(100, from, samples)).samples().length);
    }

    @Test
    void hasZeroPhase() {
        float[] impulse = new float[2001];
        impulse[1000] = 1;
        float[] out = new Resampler(16000).apply(new Waveform(impulse, 32000)).samples();
        for (int i = 0; i < 400; i++) {
            assertEquals(out[500 + i], out[500 - i], 1e-9f);
        }
        float[] up = new Resampler(32000).apply(new Waveform(impulse, 16000)).samples();
        assertEquals(0.95f, up[2000], 0.01f, "the peak stays at its time");
    }

    @Test
    void keepsAConstant() {
        float[] ones = new float[5000];
        Arrays.fill(ones, 1);
        for (int from : new int[] {44100, 44101, 11025, 96000}) {
            float[] out = new Resampler(16000).apply(new Waveform(ones, from)).samples();
            assertEquals(1, out[out.length / 2], 1e-7f);
        }
    }

    @Test
    void resultsOfBlocksAndOfShortPiecesAgree() {
        // Longer than one block of outputs; any piece gives the same samples away from its edges.
        Waveform whole = tone(1234, 22050, 220_500);
        float[] out = new Resampler(16000).apply(whole).samples();
        int start = 441 * 200; // outputs 64000..., across the border of the first block
        Waveform piece = new Waveform(Arrays.copyOfRange(whole.samples(), start, start + 22050), 22050);
        float[] part = new Resampler(16000).apply(piece).samples();
        assertArrayEquals(
                Arrays.copyOfRange(out, 64_100, 64_000 + 15_900), Arrays.copyOfRange(part, 100, 15_900), 1e-7f);
    }

    @Test
    void leavesItsOwnRateAlone() {
        Waveform waveform = tone(100, 16000, 50);
        assertSame(waveform, new Resampler(16000).apply(waveform));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThrows(ConfigurationException.class, () -> new Resampler(0));
        Waveform slow = new Waveform(new float[1_000_000], 1);
        assertThrows(IllegalArgumentException.class, () -> new Resampler(16000).apply(slow));
    }
}
