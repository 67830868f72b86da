package org.dapple.data.synthetic;

import org.dapple.core.frontend.Waveform;

/**
 * Labelled sounds from a seed: fourteen classes ({@link SoundClass}) in turn, each clip with its own pitch, tempo,
 * onset, level and background noise. The same seed gives the same samples everywhere. The sounds are frozen: any change
 * needs a new {@link #VERSION}.
 *
 * @param seed determines every clip
 */
public record SyntheticCorpus(long seed) {
    /** Increased whenever a sound changes. */
    public static final int VERSION = 1;

    /** In Hz. */
    public static final int SAMPLE_RATE = 16000;

    /** Length of a clip in samples: two seconds. */
    public static final int CLIP_SAMPLES = 2 * SAMPLE_RATE;

    private static final int LATEST_ONSET = SAMPLE_RATE / 2;

    /**
     * The class of a clip.
     *
     * @param index index of the clip, from 0
     * @return the classes in turn, so that any 14 consecutive clips have each class once
     */
    public SoundClass soundClass(int index) {
        SoundClass[] classes = SoundClass.values();
        return classes[Math.floorMod(index, classes.length)];
    }

    /**
     * Generates a clip.
     *
     * @param index index of the clip, from 0
     * @return two seconds at 16 kHz, samples on the 16-bit grid
     */
    public Waveform clip(int index) {
        Dice dice = new Dice(seed * 0x9E3779B97F4A7C15L + index);
        int onset = dice.of(LATEST_ONSET);
        double[] sound = new double[CLIP_SAMPLES - onset];
        soundClass(index).render(sound, dice);
        double level = StrictMath.pow(10, dice.between(-24, -3) / 20);
        double signalToNoise = StrictMath.pow(10, dice.between(5, 25) / 20);
        double[] noise = background(dice);
        double soundGain = level / peak(sound);
        double noiseGain = level / signalToNoise / peak(noise);
        float[] samples = new float[CLIP_SAMPLES];
        for (int n = 0; n < CLIP_SAMPLES; n++) {
            double mixed = noiseGain * noise[n] + (n < onset ? 0 : soundGain * sound[n - onset]);
            samples[n] = Math.round(Math.max(-1, Math.min(1, mixed)) * 32767) / 32768f;
        }
        return new Waveform(samples, SAMPLE_RATE);
    }

    /** White noise through a one-pole low-pass of random colour. */
    private static double[] background(Dice dice) {
        double memory = dice.between(0, 0.97);
        double[] noise = new double[CLIP_SAMPLES];
        double last = 0;
        for (int n = 0; n < noise.length; n++) {
            last = memory * last + dice.noise();
            noise[n] = last;
        }
        return noise;
    }

    private static double peak(double[] samples) {
        double peak = 1e-9;
        for (double sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }
}
