package org.dapple.eval.contract;

import java.util.SplittableRandom;

/** The sounds that {@link EncoderContract} checks an encoder with. They depend on length and rate only. */
enum ContractSound {
    /** Shows whether loud neighbours in a batch change a vector. */
    QUIET_TONE("a quiet tone", true) {
        @Override
        float sample(int at, int length, double rate) {
            return (float) (0.01 * Math.sin(2 * Math.PI * 440 * at / rate));
        }
    },
    /** Noise, uniform between -1 and 1. */
    FULL_SCALE_NOISE("full-scale noise", true) {
        @Override
        float sample(int at, int length, double rate) {
            return (float) (2 * new SplittableRandom(at).nextDouble() - 1);
        }
    },
    /** A loud tone that rises from 100 Hz to a third of the rate. */
    RISING_TONE("a rising tone", true) {
        @Override
        float sample(int at, int length, double rate) {
            double seconds = at / rate;
            double rise = (rate / 3 - 100) * seconds / (length / rate);
            return (float) (0.5 * Math.sin(2 * Math.PI * (100 + rise / 2) * seconds));
        }
    },
    /** One sample of full scale in the middle of silence. */
    CLICK("a click", true) {
        @Override
        float sample(int at, int length, double rate) {
            return at == length / 2 ? 1 : 0;
        }
    },
    /** Only zeros: the logarithm of no energy, a deviation of zero. */
    SILENCE("silence", false) {
        @Override
        float sample(int at, int length, double rate) {
            return 0;
        }
    },
    /** A hundredth of a second of sound, then the silence that pads short clips. */
    VERY_SHORT("a very short clip", false) {
        @Override
        float sample(int at, int length, double rate) {
            return at < rate / 100 ? RISING_TONE.sample(at, length, rate) : 0;
        }
    };

    private final String words;
    private final boolean distinct;

    ContractSound(String words, boolean distinct) {
        this.words = words;
        this.distinct = distinct;
    }

    /** {@return one sample} */
    abstract float sample(int at, int length, double rate);

    /** {@return the name in sentences} */
    @Override
    public String toString() {
        return words;
    }

    /** {@return whether the sound needs a vector of its own} */
    boolean isDistinct() {
        return distinct;
    }

    /** {@return the whole sound} */
    float[] samples(int length, int rate) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = sample(i, length, rate);
        }
        return samples;
    }
}
