package org.dapple.data.synthetic;

import static org.dapple.data.synthetic.SyntheticCorpus.SAMPLE_RATE;

import java.util.Locale;

/**
 * The classes of the synthetic corpus. Several pairs have the same long-term spectrum and differ only in its movement
 * (rising and falling sweeps, plucks and their reversal, siren and trill), so that averages over time cannot
 * distinguish them.
 */
public enum SoundClass {
    /** Tones that sweep up repeatedly. */
    RISING_SWEEPS {
        @Override
        void render(double[] out, Dice dice) {
            sweeps(out, dice);
        }
    },
    /** The same tones sweeping down. */
    FALLING_SWEEPS {
        @Override
        void render(double[] out, Dice dice) {
            sweeps(out, dice);
            Sounds.reverse(out);
        }
    },
    /** A tone whose pitch swings smoothly. */
    SIREN {
        @Override
        void render(double[] out, Dice dice) {
            double pitch = dice.ratioBetween(250, 1600);
            double swing = dice.between(0.25, 0.5);
            double rate = dice.ratioBetween(1.5, 5);
            double phase = dice.between(0, 1);
            Sounds.tone(out, s -> pitch * StrictMath.pow(2, swing * Sine.of(rate * s + phase)), s -> 1, 4, 0.5);
        }
    },
    /** Two pitches in quick alternation. */
    TRILL {
        @Override
        void render(double[] out, Dice dice) {
            double pitch = dice.ratioBetween(250, 1600);
            double interval = StrictMath.pow(2, dice.between(0.3, 0.9));
            double rate = dice.ratioBetween(2, 6);
            double phase = dice.between(0, 1);
            Sounds.tone(out, s -> Sine.of(rate * s + phase) > 0 ? pitch * interval : pitch, s -> 1, 4, 0.5);
        }
    },
    /** A steady tone whose loudness beats. */
    TREMOLO {
        @Override
        void render(double[] out, Dice dice) {
            double pitch = dice.ratioBetween(150, 1600);
            double rate = dice.ratioBetween(3, 9);
            double phase = dice.between(0, 1);
            Sounds.tone(out, s -> pitch, s -> 0.55 + 0.45 * Sine.of(rate * s + phase), 6, 0.6);
        }
    },
    /** A sustained chord. */
    ORGAN {
        @Override
        void render(double[] out, Dice dice) {
            double pitch = dice.ratioBetween(100, 700);
            for (double step : new double[] {1, 1.25 + 0.08 * dice.of(2), 1.5}) {
                Sounds.tone(out, s -> pitch * step, s -> 0.5, 5, 0.65);
            }
        }
    },
    /** Plucked strings. */
    PLUCKS {
        @Override
        void render(double[] out, Dice dice) {
            plucks(out, dice);
        }
    },
    /** Plucked strings played backwards: each note swells and stops. */
    SWELLS {
        @Override
        void render(double[] out, Dice dice) {
            plucks(out, dice);
            Sounds.reverse(out);
        }
    },
    /** Inharmonic strikes that ring. */
    BELLS {
        @Override
        void render(double[] out, Dice dice) {
            double pitch = dice.ratioBetween(200, 1400);
            double gap = dice.between(0.35, 0.9);
            double[] partials = {0.56, 0.92, 1.19, 1.71, 2.0, 2.74, 3.0, 3.76, 4.07};
            for (double start = 0; start < duration(out); start += gap) {
                Sounds.strike(out, start, pitch, partials, dice.between(0.3, 0.8));
            }
        }
    },
    /** Noise in regular bursts. */
    BURSTS {
        @Override
        void render(double[] out, Dice dice) {
            double hertz = dice.ratioBetween(400, 5000);
            double gap = dice.between(0.12, 0.4);
            double share = dice.between(0.3, 0.6);
            for (double start = 0; start < duration(out); start += gap) {
                Sounds.hiss(out, dice, start, share * gap, hertz, 0);
            }
        }
    },
    /** Many small drops at random times. */
    RAIN {
        @Override
        void render(double[] out, Dice dice) {
            double hertz = dice.ratioBetween(600, 4000);
            double dropsPerSecond = dice.ratioBetween(15, 60);
            for (double start = dice.between(0, 0.05); start < duration(out); ) {
                Sounds.hiss(out, dice, start, 0.05, hertz * dice.ratioBetween(0.5, 2), 0.008);
                start -= StrictMath.log(1 - dice.between(0, 1)) / dropsPerSecond;
            }
        }
    },
    /** Bass drum and snare in turn. */
    DRUMS {
        @Override
        void render(double[] out, Dice dice) {
            double beat = dice.between(0.18, 0.4);
            double low = dice.ratioBetween(50, 130);
            double snare = dice.ratioBetween(800, 4000);
            int count = dice.of(2);
            for (double start = 0; start < duration(out); start += beat) {
                if (count++ % 2 == 0) {
                    Sounds.strike(out, start, low, new double[] {1, 1.59, 2.14}, 0.12);
                } else {
                    Sounds.hiss(out, dice, start, 0.2, snare, 0.06);
                }
            }
        }
    },
    /** A voice that moves from one vowel to another. */
    VOWELS {
        @Override
        void render(double[] out, Dice dice) {
            double pitch = dice.ratioBetween(90, 280);
            double vibrato = dice.between(4, 6);
            double[] from = VOWEL_FORMANTS[dice.of(VOWEL_FORMANTS.length)];
            double[] to = VOWEL_FORMANTS[dice.of(VOWEL_FORMANTS.length)];
            double size = dice.between(0.9, 1.2);
            double[] source = new double[out.length];
            Sounds.tone(source, s -> pitch * (1 + 0.03 * Sine.of(vibrato * s)), s -> 1, 40, 0.9);
            for (int formant = 0; formant < 3; formant++) {
                Sounds.Resonator first = new Sounds.Resonator(size * from[formant], 70 + 30 * formant);
                Sounds.Resonator second = new Sounds.Resonator(size * to[formant], 70 + 30 * formant);
                for (int n = 0; n < out.length; n++) {
                    double share = (double) n / out.length;
                    out[n] += (1 - share) * first.next(source[n]) + share * second.next(source[n]);
                }
            }
        }
    },
    /** High chirps in groups, like crickets. */
    CRICKETS {
        @Override
        void render(double[] out, Dice dice) {
            double hertz = dice.ratioBetween(2200, 6000);
            double gap = dice.between(0.25, 0.6);
            int pulses = 2 + dice.of(4);
            double pulse = dice.between(0.02, 0.04);
            Sounds.tone(
                    out,
                    s -> hertz,
                    s -> {
                        double inGroup = s % gap;
                        return inGroup < pulses * pulse ? Math.max(0, Sine.of(inGroup / pulse)) : 0;
                    },
                    1,
                    1);
        }
    };

    /** First three formants in Hz of a, e, i, o, u. */
    private static final double[][] VOWEL_FORMANTS = {
        {730, 1090, 2440}, {530, 1840, 2480}, {270, 2290, 3010}, {570, 840, 2410}, {300, 870, 2240}
    };

    /** Adds one random example to a silent buffer. */
    abstract void render(double[] out, Dice dice);

    /** {@return the label in manifests} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static double duration(double[] out) {
        return (double) out.length / SAMPLE_RATE;
    }

    private static void sweeps(double[] out, Dice dice) {
        double pitch = dice.ratioBetween(200, 1200);
        double octaves = dice.between(0.5, 1.2);
        double period = dice.between(0.2, 0.6);
        double phase = dice.between(0, period);
        Sounds.tone(out, s -> pitch * StrictMath.pow(2, octaves * ((s + phase) % period) / period), s -> 1, 4, 0.5);
    }

    private static void plucks(double[] out, Dice dice) {
        double pitch = dice.ratioBetween(120, 800);
        double gap = dice.between(0.25, 0.6);
        for (double start = dice.between(0, gap); start < duration(out); start += gap) {
            Sounds.string(out, dice, start, pitch * StrictMath.pow(2, dice.of(8) / 12.0), dice.between(0.985, 0.996));
        }
    }
}
