package org.dapple.eval.picture;

/**
 * The colours of a spectrogram, from near black through violet, red and orange to pale yellow. Lightness is
 * proportional to the value in Oklab (B. Ottosson, "A perceptual color space for image processing", 2020), so that
 * equal steps look equal, also in print and to colour-blind readers.
 */
final class ColourMap {
    private static final int STEPS = 256;
    private static final int[] COLOURS = new int[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            double t = i / (STEPS - 1.0);
            double lightness = 0.10 + 0.87 * t;
            // The hue runs once through violet, red and orange; the chroma stays below what sRGB can show.
            double hue = Math.toRadians(285 + 165 * t);
            double chroma = 0.02 + 0.165 * Math.sin(Math.PI * Math.pow(t, 0.95));
            COLOURS[i] = oklabToRgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
        }
    }

    private ColourMap() {}

    /** {@return the colour 0xRRGGBB of a value from 0 to 1; values outside get the nearest end} */
    static int rgb(double value) {
        return COLOURS[(int) Math.round(Math.max(0, Math.min(1, value)) * (STEPS - 1))];
    }

    private static int oklabToRgb(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        int red = channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
        int green = channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
        int blue = channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        return red << 16 | green << 8 | blue;
    }

    /** {@return the sRGB byte of a linear intensity} */
    private static int channel(double linear) {
        double clipped = Math.max(0, Math.min(1, linear));
        double encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * Math.pow(clipped, 1 / 2.4) - 0.055;
        return (int) Math.round(encoded * 255);
    }

    private static double cube(double x) {
        return x * x * x;
    }
}
