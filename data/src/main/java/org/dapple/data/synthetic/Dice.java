package org.dapple.data.synthetic;

import java.util.SplittableRandom;

/** Random draws for sound recipes. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Uniform between two values. */
    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Uniform on a logarithmic scale, for frequencies and rates. */
    double ratioBetween(double low, double high) {
        return low * StrictMath.pow(high / low, random.nextDouble());
    }

    /** White noise, -1 to 1. */
    double noise() {
        return between(-1, 1);
    }

    /** One of 0..count-1. */
    int of(int count) {
        return random.nextInt(count);
    }

    /** True with a probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
