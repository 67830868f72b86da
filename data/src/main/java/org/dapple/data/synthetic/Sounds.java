package org.dapple.data.synthetic;

import static org.dapple.data.synthetic.SyntheticCorpus.SAMPLE_RATE;

/**
 * The building blocks of the recipes: tones, strikes, strings, noises, envelopes. Amplitudes are about 1; levels are
 * set later.
 */
final class Sounds {
    private Sounds() {}

    /** A curve over the time of a clip. */
    @FunctionalInterface
    interface Curve {
        double at(double seconds);
    }

    /** A harmonic tone whose pitch (Hz) and loudness follow curves; harmonic k is weaker by slope^(k-1). */
    static void tone(double[] out, Curve pitch, Curve loudness, int harmonics, double slope) {
        double turns = 0;
        for (int n = 0; n < out.length; n++) {
            double seconds = (double) n / SAMPLE_RATE;
            double hertz = pitch.at(seconds);
            turns += hertz / SAMPLE_RATE;
            double sample = 0;
            double weight = 1;
            for (int k = 1; k <= harmonics && k * hertz < 0.45 * SAMPLE_RATE; k++) {
                sample += weight * Sine.of(k * turns);
                weight *= slope;
            }
            out[n] += loudness.at(seconds) * sample;
        }
    }

    /** Decaying partials from a start time, each with its own frequency ratio; higher partials decay faster. */
    static void strike(double[] out, double start, double hertz, double[] ratios, double decaySeconds) {
        int first = (int) (start * SAMPLE_RATE);
        for (double ratio : ratios) {
            double frequency = hertz * ratio;
            if (frequency > 0.45 * SAMPLE_RATE) {
                continue;
            }
            double keep = StrictMath.exp(-ratio / (decaySeconds * SAMPLE_RATE));
            double level = 1 / Math.sqrt(ratio);
            for (int n = first; n < out.length && level > 1e-4; n++) {
                out[n] += level * Sine.of((n - first) * frequency / SAMPLE_RATE);
                level *= keep;
            }
        }
    }

    /** A plucked string: noise in a delay line that is smoothed on every round (Karplus and Strong, 1983). */
    static void string(double[] out, Dice dice, double start, double hertz, double keep) {
        int period = (int) Math.max(2, SAMPLE_RATE / hertz);
        double[] line = new double[period];
        for (int i = 0; i < period; i++) {
            line[i] = dice.noise();
        }
        for (int n = (int) (start * SAMPLE_RATE), i = 0; n < out.length; n++, i++) {
            int here = i % period;
            out[n] += line[here];
            line[here] = keep * 0.5 * (line[here] + line[(here + 1) % period]);
        }
    }

    /** Noise around a frequency, with a start time, a length and an exponential decay (0 for none). */
    static void hiss(double[] out, Dice dice, double start, double length, double hertz, double decaySeconds) {
        Resonator band = new Resonator(hertz, hertz * 0.5);
        int first = (int) (start * SAMPLE_RATE);
        int last = Math.min(out.length, first + (int) (length * SAMPLE_RATE));
        double keep = decaySeconds == 0 ? 1 : StrictMath.exp(-1 / (decaySeconds * SAMPLE_RATE));
        double level = 1;
        for (int n = first; n < last; n++) {
            out[n] += level * band.next(dice.noise());
            level *= keep;
        }
    }

    /** Plays a sound backwards. */
    static void reverse(double[] out) {
        for (int i = 0, j = out.length - 1; i < j; i++, j--) {
            double held = out[i];
            out[i] = out[j];
            out[j] = held;
        }
    }

    /** A two-pole resonator with roughly unit gain at its centre. */
    static final class Resonator {
        private final double feedback1;
        private final double feedback2;
        private final double gain;
        private double last1;
        private double last2;

        Resonator(double hertz, double bandwidth) {
            double radius = StrictMath.exp(-StrictMath.PI * bandwidth / SAMPLE_RATE);
            this.feedback1 = 2 * radius * StrictMath.cos(2 * StrictMath.PI * hertz / SAMPLE_RATE);
            this.feedback2 = -radius * radius;
            this.gain = (1 - radius) * 2;
        }

        double next(double input) {
            double output = gain * input + feedback1 * last1 + feedback2 * last2;
            last2 = last1;
            last1 = output;
            return output;
        }
    }
}
