package org.dapple.eval.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.markup.Ticks;
import org.dapple.eval.picture.Lettering.Align;

/** Draws the axes of a spectrogram's pictures, in Hz and seconds. */
final class PictureAxes {
    private static final Color INK = new Color(92, 97, 106);
    private static final Color TICK = new Color(160, 164, 172);
    private static final double[] HERTZ = {125, 250, 500, 1000, 2000, 4000, 8000, 16000};
    private static final int LEAST_DISTANCE = 17;
    private static final int TICK_LENGTH = 4;

    private final Spectrogram spectrogram;
    private final SpectrogramImage cell;
    private final Graphics2D graphics;
    private final Lettering text;

    PictureAxes(Spectrogram spectrogram, SpectrogramImage cell, Graphics2D graphics, Lettering text) {
        this.spectrogram = spectrogram;
        this.cell = cell;
        this.graphics = graphics;
        this.text = text;
    }

    /** Draws the time axis below the picture at (left, top) and, if wanted, the frequency axis at its left. */
    void draw(int left, int top, boolean frequencies) {
        text.style(12, false, INK);
        time(left, top + cell.height());
        if (frequencies) {
            frequency(left, top);
        }
    }

    private void time(int left, int bottom) {
        List<Double> ticks = Ticks.between(0, spectrogram.seconds(), Math.max(2, cell.width() / 70));
        for (double second : ticks) {
            int x = left + (int) Math.round(second / spectrogram.seconds() * (cell.width() - 1));
            tick(x, bottom, x, bottom + TICK_LENGTH - 1);
            Align align = second == 0 ? Align.LEFT : x > left + cell.width() - 20 ? Align.RIGHT : Align.CENTRE;
            text.draw(Numerals.plain(second) + " s", second == 0 ? left : x, bottom + 17, align);
        }
    }

    private void frequency(int left, int top) {
        double last = Double.POSITIVE_INFINITY;
        for (double hertz : HERTZ) {
            double fromBottom = spectrogram.bandAt(hertz) / spectrogram.bands() * cell.height();
            int y = top + cell.height() - (int) Math.round(fromBottom);
            // Also passes over the NaN of a frequency outside the spectrogram.
            if (fromBottom >= 0 && last - y >= LEAST_DISTANCE) {
                tick(left - TICK_LENGTH, y, left - 1, y);
                text.draw(label(hertz), left - TICK_LENGTH - 4, y + 4, Align.RIGHT);
                last = y;
            }
        }
    }

    private void tick(int x1, int y1, int x2, int y2) {
        Color before = graphics.getColor();
        graphics.setColor(TICK);
        graphics.drawLine(x1, y1, x2, y2);
        graphics.setColor(before);
    }

    private static String label(double hertz) {
        return hertz < 1000 ? Numerals.plain(hertz) + " Hz" : Numerals.plain(hertz / 1000) + " kHz";
    }
}
