package org.dapple.eval.report;

import java.util.SplittableRandom;
import org.dapple.core.grid.PatchGrid;
import org.dapple.eval.picture.Spectrogram;

/**
 * A made-up clip of two seconds: two gliding harmonic notes, a click and falling noise, 80 mel-like bands × 208 frames.
 */
public final class SampleClip {
    public static final PatchGrid GRID = PatchGrid.of(80, 208, 16, 16);

    private SampleClip() {}

    public static Spectrogram spectrogram() {
        int bands = GRID.bands();
        int frames = GRID.frames();
        SplittableRandom random = new SplittableRandom(7);
        double[] bandHz = bandHz(bands);
        float[] values = new float[bands * frames];
        for (int band = 0; band < bands; band++) {
            for (int frame = 0; frame < frames; frame++) {
                double power = Math.exp(-9 - band * 0.04 + 0.7 * random.nextGaussian());
                power += note(bandHz[band], frame, 20, 110, 220, 0.9);
                power += note(bandHz[band], frame, 115, 80, 330, -1.2);
                power += frame == 112 ? 0.02 : 0;
                values[band * frames + frame] = (float) Math.log(power + 1.2e-7);
            }
        }
        return new Spectrogram(values, bands, frames, 0.01, bandHz);
    }

    /** A random mask that hides so many patches. */
    public static boolean[] mask(int hidden, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] masked = new boolean[GRID.count()];
        for (int count = 0; count < hidden; ) {
            int patch = random.nextInt(masked.length);
            count += masked[patch] ? 0 : 1;
            masked[patch] = true;
        }
        return masked;
    }

    static double[] bandHz(int bands) {
        double[] hertz = new double[bands];
        for (int band = 0; band < bands; band++) {
            hertz[band] = 700 * (Math.pow(10, (78 + (2840.0 - 78) * (band + 1) / (bands + 1)) / 2595) - 1);
        }
        return hertz;
    }

    private static double note(double hertz, int frame, int start, int length, double pitch, double glide) {
        int age = frame - start;
        if (age < 0 || age >= length) {
            return 0;
        }
        double sum = 0;
        for (int partial = 1; partial <= 14; partial++) {
            double distance = (hertz - partial * (pitch + glide * age)) / (18 + 0.035 * hertz);
            sum += Math.exp(-distance * distance) / (partial * Math.sqrt(partial));
        }
        return sum * Math.exp(-age / 45.0) * Math.min(1, (age + 1) / 4.0);
    }
}
