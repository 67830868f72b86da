package org.dapple.data;

import java.util.Arrays;

/** Samples of a sound whose length is not known beforehand. */
final class SampleBuffer {
    /** The longest array that every Java machine makes. */
    static final int LARGEST = Integer.MAX_VALUE - 8;

    private float[] samples = new float[1 << 14];
    private int size;

    /** Appends a sample; callers keep the size at or below {@link #LARGEST}. */
    void add(double sample) {
        if (size == samples.length) {
            samples = Arrays.copyOf(samples, (int) Math.min(LARGEST, size + (size >> 1) + 1L));
        }
        samples[size++] = (float) sample;
    }

    /** {@return how many there are} */
    int size() {
        return size;
    }

    /** {@return a copy of exactly the samples} */
    float[] toArray() {
        return Arrays.copyOf(samples, size);
    }
}
