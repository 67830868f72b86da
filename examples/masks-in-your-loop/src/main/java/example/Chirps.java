package example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** Tones that rise or fall, in a little noise. */
final class Chirps {
    private static final int SAMPLE_RATE = 16000;

    private Chirps() {}

    /** {@return sounds [B, S], different for every step} */
    static NDArray batch(NDManager manager, int clips, int samples, int step) {
        Random random = new Random(step);
        float[] sounds = new float[clips * samples];
        for (int clip = 0; clip < clips; clip++) {
            double octaves = 2 * random.nextDouble() - 1; // in a second
            double phase = 0;
            double hertz = 500 * Math.pow(2, random.nextDouble());
            for (int n = 0; n < samples; n++) {
                phase += 2 * Math.PI * hertz * Math.pow(2, octaves * n / SAMPLE_RATE) / SAMPLE_RATE;
                sounds[clip * samples + n] = (float) (0.3 * Math.sin(phase) + 0.003 * random.nextGaussian());
            }
        }
        return manager.create(sounds, new Shape(clips, samples));
    }
}
