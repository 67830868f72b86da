package org.dapple.data.audio;

import java.util.Arrays;

/** Samples of a sound whose length is not known beforehand. */
public final class SampleBuffer {
    /** The longest array that every Java machine makes. */
    public static final int LARGEST = Integer.MAX_VALUE - 8;

    private float[] samples = new float[1 << 14];
    private int size;

    /** Appends the first samples of a block; callers keep the size at or below {@link #LARGEST}. */
    void add(float[] block, int count) {
        if (count > samples.length - size) {
            long roomy = size + (size >> 1) + (long) count;
            samples = Arrays.copyOf(samples, (int) Math.min(LARGEST, roomy));
        }
        System.arraycopy(block, 0, samples, size, count);
        size += count;
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
