package org.dapple.eval.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws text in pictures. Fonts are used nowhere else, because a Java without any font throws from the first letter on
 * (an InternalError, later a NoClassDefFoundError), and a picture without letters is better than none.
 */
final class Lettering {
    /** Where the text lies relative to x. */
    enum Align {
        LEFT(0),
        CENTRE(0.5),
        RIGHT(1);

        private final double share;

        Align(double share) {
            this.share = share;
        }
    }

    private final Graphics2D graphics;
    private boolean usable = true;

    Lettering(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** Sets size in pixels, weight and colour of the text that follows. */
    Lettering style(int size, boolean bold, Color colour) {
        graphics.setColor(colour);
        guarded(() -> graphics.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, size)));
        return this;
    }

    /** Draws a line of text on the baseline y. */
    void draw(String text, double x, double y, Align align) {
        float left = (float) (x - align.share * width(text));
        guarded(() -> graphics.drawString(text, left, (float) y));
    }

    /** {@return the width of a line in pixels; 0 without fonts} */
    int width(String text) {
        int[] width = new int[1];
        guarded(() -> width[0] = graphics.getFontMetrics().stringWidth(text));
        return width[0];
    }

    /** Breaks a text between words into lines of at most {@code width} pixels; a word that is longer stays whole. */
    List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.strip().split("\\s+", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer) > width) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        lines.add(line);
        return lines;
    }

    private void guarded(Runnable drawing) {
        if (usable) {
            try {
                drawing.run();
            } catch (RuntimeException | InternalError | LinkageError e) {
                usable = false;
            }
        }
    }
}
