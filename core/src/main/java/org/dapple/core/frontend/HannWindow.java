package org.dapple.core.frontend;

/** Hann windows, computed in double. */
final class HannWindow {
    private HannWindow() {}

    /** sin²(π n / size). */
    static double[] periodic(int size) {
        return window(size, size);
    }

    /** sin²(π n / (size - 1)): zero at both ends. */
    static double[] symmetric(int size) {
        return window(size, size - 1);
    }

    private static double[] window(int size, int period) {
        double[] window = new double[size];
        for (int n = 0; n < size; n++) {
            window[n] = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / period);
        }
        return window;
    }
}
