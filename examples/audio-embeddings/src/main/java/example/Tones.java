package example;

import ai.djl.modality.audio.Audio;
import java.util.Random;

/** Two seconds of sound at 16 kHz; DJL's {@code AudioFactory} reads yours from files. */
final class Tones {
    private static final int SAMPLE_RATE = 16000;

    private Tones() {}

    /** Eight harmonics, the higher the softer. */
    static Audio harmonic(double hertz) {
        float[] samples = new float[2 * SAMPLE_RATE];
        for (int n = 0; n < samples.length; n++) {
            for (int harmonic = 1; harmonic <= 8; harmonic++) {
                samples[n] += (float) (0.2 / harmonic * Math.sin(2 * Math.PI * harmonic * hertz * n / SAMPLE_RATE));
            }
        }
        return new Audio(samples, SAMPLE_RATE, 1);
    }

    static Audio noise() {
        Random random = new Random(1);
        float[] samples = new float[2 * SAMPLE_RATE];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = (float) (0.1 * random.nextGaussian());
        }
        return new Audio(samples, SAMPLE_RATE, 1);
    }
}
