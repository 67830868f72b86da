package org.dapple.data.reading;

/**
 * The low-pass filter of {@link Resampler}: a sinc under a Kaiser window, in units of samples of the lower rate. Flat
 * up to 0.9 of the lower Nyquist frequency, 88 dB down from 1.0 (J. F. Kaiser, "Nonrecursive digital filter design
 * using the I0-sinh window function", 1974).
 */
final class SincKernel {
    /**
     * The reach on either side. Kaiser's estimate for a transition of a tenth of Nyquist: 7.95 + 2.285 · 0.1π · 2 · 56
     * = 88 dB.
     */
    static final int REACH = 56;

    /** The middle of the transition, as a share of the lower Nyquist frequency. */
    private static final double CUTOFF = 0.95;
    /** Kaiser's β for 88 dB: 0.1102 · (88 - 8.7). */
    private static final double BETA = 8.74;
    /** Table entries per sample; the error of linear interpolation is below -125 dB. */
    private static final int DENSITY = 2048;

    private static final double[] TABLE = table();

    private SincKernel() {}

    /** {@return the filter's value, up to a common factor, at a distance from its centre of at least 0} */
    static double at(double distance) {
        if (distance >= REACH) {
            return 0;
        }
        double place = distance * DENSITY;
        int below = (int) place;
        double share = place - below;
        return TABLE[below] + share * (TABLE[below + 1] - TABLE[below]);
    }

    private static double[] table() {
        double[] table = new double[REACH * DENSITY + 1];
        for (int i = 0; i < table.length; i++) {
            double distance = (double) i / DENSITY;
            double angle = Math.PI * CUTOFF * distance;
            double sinc = i == 0 ? 1 : Math.sin(angle) / angle;
            double edge = distance / REACH;
            table[i] = sinc * besselI0(BETA * Math.sqrt(1 - edge * edge));
        }
        return table;
    }

    /** The modified Bessel function of the first kind and order 0, by its power series. */
    private static double besselI0(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
