package org.dapple.eval.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.settings.ConfigurationException;

/**
 * Draws spectrograms with low frequencies at the bottom and time to the right.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 */
public record SpectrogramImage(int width, int height) {
    /** Covers a masked patch; the spectrogram shines through just enough to be recognised. */
    private static final Color COVER = new Color(226, 228, 232, 232);

    private static final Color BORDER = new Color(160, 164, 172);

    /** Clicks and digital silence must not use up the range of colours. */
    private static final double LOWEST_SHARE = 0.01;

    private static final double HIGHEST_SHARE = 0.998;

    /** Refuses a width or height that is not positive. */
    public SpectrogramImage {
        ConfigurationException.require(width > 0, "width", "be positive", width);
        ConfigurationException.require(height > 0, "height", "be positive", height);
    }

    /**
     * Draws a spectrogram. The colours spread between its 1st and its 99.8th percentile.
     *
     * @param spectrogram what to draw; it is stretched to the picture, or averaged where a pixel holds several values
     * @return an opaque RGB picture
     */
    public BufferedImage draw(Spectrogram spectrogram) {
        float[] sorted = spectrogram.values().clone();
        Arrays.sort(sorted);
        double low = sorted[(int) Math.round((sorted.length - 1) * LOWEST_SHARE)];
        double high = sorted[(int) Math.round((sorted.length - 1) * HIGHEST_SHARE)];
        double range = high > low ? high - low : 1;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            int fromBottom = height - 1 - y;
            int band = first(fromBottom, height, spectrogram.bands());
            int bandEnd = end(fromBottom, height, spectrogram.bands(), band);
            for (int x = 0; x < width; x++) {
                int frame = first(x, width, spectrogram.frames());
                int frameEnd = end(x, width, spectrogram.frames(), frame);
                double value = mean(spectrogram, band, bandEnd, frame, frameEnd);
                image.setRGB(x, y, ColourMap.rgb((value - low) / range));
            }
        }
        return image;
    }

    /**
     * Draws what a model sees. Masked patches are covered in light grey with thin borders; visible patches look exactly
     * as {@link #draw(Spectrogram)} draws them.
     *
     * @param spectrogram what to draw
     * @param masked [L], true where masked, in the grid's order
     * @param grid the patches of the spectrogram
     * @return an opaque RGB picture
     * @throws IllegalArgumentException if the sizes of mask, grid and spectrogram differ
     */
    public BufferedImage draw(Spectrogram spectrogram, boolean[] masked, PatchGrid grid) {
        requireFit(spectrogram, masked, grid);
        BufferedImage image = draw(spectrogram);
        Graphics2D graphics = image.createGraphics();
        for (int patch = 0; patch < masked.length; patch++) {
            if (masked[patch]) {
                Rectangle place = place(patch, grid);
                graphics.setColor(COVER);
                graphics.fill(place);
                graphics.setColor(BORDER);
                // Left and above only: neighbours share one line, and none falls on a visible patch.
                graphics.drawLine(place.x, place.y, place.x + place.width - 1, place.y);
                graphics.drawLine(place.x, place.y, place.x, place.y + place.height - 1);
            }
        }
        graphics.dispose();
        return image;
    }

    /**
     * Draws a value for each patch, dark for 0 and bright for 1.
     *
     * @param rates [L], 0 to 1, in the grid's order
     * @param grid the patches
     * @return an opaque RGB picture
     * @throws IllegalArgumentException if there is not one value for each patch
     */
    public BufferedImage draw(double[] rates, PatchGrid grid) {
        if (rates.length != grid.count()) {
            throw new IllegalArgumentException("there are " + rates.length + " rates for " + grid.count() + " patches");
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int patch = 0; patch < rates.length; patch++) {
            graphics.setColor(new Color(ColourMap.rgb(rates[patch])));
            graphics.fill(place(patch, grid));
        }
        graphics.dispose();
        return image;
    }

    /** {@return the pixels of a patch} */
    private Rectangle place(int patch, PatchGrid grid) {
        int left = grid.column(patch) * width / grid.timePatches();
        int right = (grid.column(patch) + 1) * width / grid.timePatches();
        int top = height - (grid.row(patch) + 1) * height / grid.freqPatches();
        int bottom = height - grid.row(patch) * height / grid.freqPatches();
        return new Rectangle(left, top, right - left, bottom - top);
    }

    private static void requireFit(Spectrogram spectrogram, boolean[] masked, PatchGrid grid) {
        if (grid.bands() != spectrogram.bands() || grid.frames() != spectrogram.frames()) {
            throw new IllegalArgumentException("the grid covers " + grid.bands() + " × " + grid.frames()
                    + ", but the spectrogram is " + spectrogram.bands() + " × " + spectrogram.frames());
        }
        if (masked.length != grid.count()) {
            throw new IllegalArgumentException(
                    "the mask has " + masked.length + " patches, but the grid has " + grid.count());
        }
    }

    /** {@return the first of {@code cells} that pixel {@code pixel} of {@code pixels} touches} */
    private static int first(int pixel, int pixels, int cells) {
        return (int) ((long) pixel * cells / pixels);
    }

    private static int end(int pixel, int pixels, int cells, int first) {
        return Math.max(first + 1, first(pixel + 1, pixels, cells));
    }

    private static double mean(Spectrogram spectrogram, int band, int bandEnd, int frame, int frameEnd) {
        double sum = 0;
        for (int b = band; b < bandEnd; b++) {
            for (int f = frame; f < frameEnd; f++) {
                sum += spectrogram.values()[b * spectrogram.frames() + f];
            }
        }
        return sum / ((bandEnd - band) * (frameEnd - frame));
    }
}
