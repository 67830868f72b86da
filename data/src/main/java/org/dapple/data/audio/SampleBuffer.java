package org.dapple.data.audio;

import java.util.Arrays;

/** Collects the samples of a sound of unknown length. */
public final class SampleBuffer {
    /** The maximum array length that every JVM supports. */
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

    /** {@return the number of samples} */
    int size() {
        return size;
    }

    /** {@return a copy of the samples} */
    float[] toArray() {
        return Arrays.copyOf(samples, size);
    }
}
