package org.dapple.core.frontend;

import java.util.Arrays;

/**
 * Triangular mel filters on Slaney's scale (Slaney, "Auditory Toolbox", 1998): linear below 1 kHz, logarithmic above,
 * each triangle scaled to unit area.
 */
final class MelFilters {
    private static final double LINEAR_HZ_PER_MEL = 200.0 / 3;
    private static final double BREAK_HZ = 1000;
    private static final double BREAK_MEL = BREAK_HZ / LINEAR_HZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private MelFilters() {}

    /** The filters of a front end, row-major [bands, window/2 + 1]. */
    static float[] slaney(LogMel frontEnd) {
        int bins = frontEnd.window() / 2 + 1;
        int bands = frontEnd.bands();
        double[] edges = edges(frontEnd);
        float[] filters = new float[bands * bins];
        for (int band = 0; band < bands; band++) {
            double left = edges[band];
            double peak = edges[band + 1];
            double right = edges[band + 2];
            for (int bin = 0; bin < bins; bin++) {
                double hertz = (double) bin * frontEnd.sampleRate() / frontEnd.window();
                double rising = (hertz - left) / (peak - left);
                double falling = (right - hertz) / (right - peak);
                double height = Math.max(0, Math.min(rising, falling));
                filters[band * bins + bin] = (float) (height * 2 / (right - left));
            }
        }
        return filters;
    }

    /** The corners of the triangles: equally spaced in mel, two more than bands. */
    private static double[] edges(LogMel frontEnd) {
        double[] edges = new double[frontEnd.bands() + 2];
        double lowest = hertzToMel(frontEnd.lowestHz());
        double highest = hertzToMel(frontEnd.highestHz());
        for (int i = 0; i < edges.length; i++) {
            edges[i] = melToHertz(lowest + (highest - lowest) * i / (frontEnd.bands() + 1));
        }
        return edges;
    }

    /** The peak of each triangle in Hz. */
    static double[] centres(LogMel frontEnd) {
        return Arrays.copyOfRange(edges(frontEnd), 1, frontEnd.bands() + 1);
    }

    static double hertzToMel(double hertz) {
        return hertz < BREAK_HZ ? hertz / LINEAR_HZ_PER_MEL : BREAK_MEL + Math.log(hertz / BREAK_HZ) / LOG_STEP;
    }

    static double melToHertz(double mel) {
        return mel < BREAK_MEL ? mel * LINEAR_HZ_PER_MEL : BREAK_HZ * Math.exp((mel - BREAK_MEL) * LOG_STEP);
    }
}
