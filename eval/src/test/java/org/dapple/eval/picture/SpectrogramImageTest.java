package org.dapple.eval.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.dapple.core.grid.PatchGrid;
import org.dapple.eval.report.SampleClip;
import org.dapple.eval.report.chart.Picture;
import org.junit.jupiter.api.Test;

class SpectrogramImageTest {
    private final SpectrogramImage drawing = new SpectrogramImage(416, 160);
    private final Spectrogram clip = SampleClip.spectrogram();

    @Test
    void putsTheLowestBandAtTheBottomAndTheFirstFrameAtTheLeft() {
        float[] values = new float[4 * 6];
        values[0] = 1; // band 0, frame 0
        BufferedImage image = new SpectrogramImage(60, 40).draw(flat(values, 4, 6));
        assertEquals(ColourMap.rgb(1), rgb(image, 0, 39));
        assertEquals(ColourMap.rgb(1), rgb(image, 9, 30));
        assertEquals(ColourMap.rgb(0), rgb(image, 10, 39));
        assertEquals(ColourMap.rgb(0), rgb(image, 0, 29));
        assertEquals(ColourMap.rgb(0), rgb(image, 0, 0));
    }

    @Test
    void oneOutlierDoesNotTakeTheColours() {
        float[] values = new float[2000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2;
        }
        values[4] = 1000;
        values[6] = -1000;
        BufferedImage image = new SpectrogramImage(200, 10).draw(flat(values, 10, 200));
        assertEquals(ColourMap.rgb(0), rgb(image, 100, 5));
        assertEquals(ColourMap.rgb(1), rgb(image, 101, 5));
    }

    @Test
    void averagesWhatSharesAPixelAndSurvivesSilence() {
        float[] values = {0, 0, 2, 2, 0, 2, 0, 2};
        BufferedImage image = new SpectrogramImage(4, 1).draw(flat(values, 1, 8));
        assertEquals(ColourMap.rgb(0), rgb(image, 0, 0));
        assertEquals(ColourMap.rgb(1), rgb(image, 1, 0));
        assertEquals(ColourMap.rgb(0.5), rgb(image, 2, 0));
        assertEquals(ColourMap.rgb(0), rgb(new SpectrogramImage(3, 3).draw(flat(new float[4], 2, 2)), 1, 1));
    }

    @Test
    void coversExactlyTheMaskedPatches() {
        PatchGrid grid = SampleClip.GRID;
        boolean[] masked = SampleClip.mask(45, 1);
        masked[grid.index(0, 0)] = true;
        masked[grid.index(0, 1)] = false;
        masked[grid.index(4, 12)] = false;
        BufferedImage clean = drawing.draw(clip);
        BufferedImage covered = drawing.draw(clip, masked, grid);
        for (int y = 0; y < 160; y++) {
            for (int x = 0; x < 416; x++) {
                int patch = grid.index((159 - y) / 32, x / 32);
                Color colour = new Color(covered.getRGB(x, y));
                if (masked[patch]) {
                    int least = Math.min(colour.getRed(), Math.min(colour.getGreen(), colour.getBlue()));
                    boolean border = x % 32 == 0 || y % 32 == 0;
                    assertTrue(border ? least >= 140 : least >= 200, "masked (" + x + ", " + y + ") is " + colour);
                } else {
                    assertEquals(clean.getRGB(x, y), covered.getRGB(x, y), "visible (" + x + ", " + y + ")");
                }
            }
        }
    }

    @Test
    void isDeterministic() {
        boolean[] masked = SampleClip.mask(45, 2);
        byte[] once =
                Picture.of("", drawing.draw(clip, masked, SampleClip.GRID)).png();
        byte[] again = Picture.of("", drawing.draw(SampleClip.spectrogram(), masked, SampleClip.GRID))
                .png();
        assertArrayEquals(once, again);
    }

    @Test
    void coloursGrowLighterWithTheValue() {
        double last = lightness(0);
        for (int i = 1; i <= 16; i++) {
            double lightness = lightness(i / 16.0);
            double step = lightness - last;
            assertTrue(step > 1.5 && step < 8, "step " + i + " of CIE lightness is " + step);
            last = lightness;
        }
        assertEquals(ColourMap.rgb(1), ColourMap.rgb(7));
        assertEquals(ColourMap.rgb(0), ColourMap.rgb(-7));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> drawing.draw(clip, new boolean[64], SampleClip.GRID));
        assertThrows(
                IllegalArgumentException.class,
                () -> drawing.draw(
                        clip, new boolean[65], PatchGrid.of(80, 224, 16, 16).withTimePatches(12)));
        float[] broken = new float[6];
        broken[4] = Float.NaN;
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> flat(broken, 2, 3));
        assertEquals("the spectrogram has the value NaN in band 1, frame 1", e.getMessage());
    }

    private static Spectrogram flat(float[] values, int bands, int frames) {
        double[] hertz = new double[bands];
        Arrays.setAll(hertz, band -> 100.0 * (band + 1));
        return new Spectrogram(values, bands, frames, 0.01, hertz);
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    /** CIE L*, 0 to 100. */
    private static double lightness(double value) {
        Color colour = new Color(ColourMap.rgb(value));
        double luminance = 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
        return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
