package org.dapple.core.frontend;

/** Kaldi's triangular mel filters: mel = 1127 ln(1 + Hz / 700), triangles linear in mel, each with peak 1. */
final class KaldiFilters {
    private KaldiFilters() {}

    /** The filters of a front end, row-major [transform/2 + 1, bands]; the last row, at Nyquist, is zero. */
    static float[] of(KaldiFbank frontEnd) {
        int bins = frontEnd.transform() / 2;
        int bands = frontEnd.bands();
        double lowest = mel(frontEnd.lowestHz());
        double step = (mel(frontEnd.highestHz()) - lowest) / (bands + 1);
        float[] filters = new float[(bins + 1) * bands];
        for (int bin = 0; bin < bins; bin++) {
            double place = (mel((double) bin * frontEnd.sampleRate() / frontEnd.transform()) - lowest) / step;
            for (int band = 0; band < bands; band++) {
                filters[bin * bands + band] = (float) Math.max(0, Math.min(place - band, band + 2 - place));
            }
        }
        return filters;
    }

    private static double mel(double hertz) {
        return 1127 * Math.log(1 + hertz / 700);
    }
}
