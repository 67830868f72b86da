package org.dapple.core;

/** The periodic Hann window. */
final class HannWindow {
    private HannWindow() {}

    /** sin²(π n / size), computed in double. */
    static double[] periodic(int size) {
        double[] window = new double[size];
        for (int n = 0; n < size; n++) {
            window[n] = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / size);
        }
        return window;
    }
}
