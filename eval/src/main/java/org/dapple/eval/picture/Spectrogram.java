package org.dapple.eval.picture;

/**
 * A spectrogram to draw.
 *
 * @param values logarithmic power, row-major [bands, frames], band 0 the lowest; not copied, and must not be changed
 * @param bands frequency bands
 * @param frames time frames
 * @param hopSeconds seconds between two frames
 * @param bandHz the centre of each band in Hz, rising; not copied, and must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record Spectrogram(float[] values, int bands, int frames, double hopSeconds, double[] bandHz) {

    /**
     * Refuses sizes that do not agree, values that are not finite and bands that are not in rising order.
     *
     * @throws IllegalArgumentException if it refuses them
     */
    public Spectrogram {
        require(bands > 0 && frames > 0, "needs a band and a frame; it has " + bands + " × " + frames);
        require(
                values.length == (long) bands * frames,
                "of " + bands + " bands and " + frames + " frames has " + values.length + " values");
        require(hopSeconds > 0 && hopSeconds < Double.POSITIVE_INFINITY, "has a hop of " + hopSeconds + " s");
        require(bandHz.length == bands, "of " + bands + " bands has " + bandHz.length + " centre frequencies");
        for (int band = 1; band < bands; band++) {
            require(bandHz[band] > bandHz[band - 1], "has centre frequencies that do not rise at band " + band);
        }
        for (int i = 0; i < values.length; i++) {
            require(
                    Float.isFinite(values[i]),
                    "has the value " + values[i] + " in band " + i / frames + ", frame " + i % frames);
        }
    }

    /** {@return the duration in seconds, hop × frames} */
    public double seconds() {
        return hopSeconds * frames;
    }

    /**
     * Finds a frequency on the band axis.
     *
     * @param hertz between the first and the last centre
     * @return the fractional band, counted from the lower edge of band 0, so that the centre of band b is b + 0.5; NaN
     *     outside
     */
    double bandAt(double hertz) {
        for (int band = 0; band < bands - 1; band++) {
            if (hertz >= bandHz[band] && hertz <= bandHz[band + 1]) {
                return band + 0.5 + (hertz - bandHz[band]) / (bandHz[band + 1] - bandHz[band]);
            }
        }
        return Double.NaN;
    }

    private static void require(boolean follows, String problem) {
        if (!follows) {
            throw new IllegalArgumentException("the spectrogram " + problem);
        }
    }
}
