package org.dapple.eval.markup;

/**
 * Colours and symbols for the classes or series of a drawing. No two of the first 54 share both, and neighbours in the
 * list share neither.
 */
public final class Marks {
    /** Number of colours in the style sheet. */
    public static final int COLOURS = 6;

    /** Outlines around the origin, of about the same area. */
    private static final String[] SHAPES = {
        "M-4.6,0A4.6,4.6 0 1 0 4.6,0A4.6,4.6 0 1 0 -4.6,0Z", // circle
        "M0,-5.6L5.3,4H-5.3Z", // triangle
        "M-4.1,-4.1H4.1V4.1H-4.1Z", // square
        "M-1.7,-5.2H1.7V-1.7H5.2V1.7H1.7V5.2H-1.7V1.7H-5.2V-1.7H-1.7Z", // plus
        "M0,-6L4.7,0L0,6L-4.7,0Z", // diamond
        "M0,5.6L5.3,-4H-5.3Z", // triangle upside down
        "M-4.9,-2.5L-2.5,-4.9L0,-2.4L2.5,-4.9L4.9,-2.5L2.4,0L4.9,2.5L2.5,4.9L0,2.4L-2.5,4.9L-4.9,2.5L-2.4,0Z", // cross
        "M0,-6.2L1.6,-2.1L6,-1.9L2.5,0.8L3.7,5.1L0,2.6L-3.7,5.1L-2.5,0.8L-6,-1.9L-1.6,-2.1Z", // star
        "M-4.9,-5L4.9,-5L1.2,0L4.9,5L-4.9,5L-1.2,0Z", // hourglass
    };

    private Marks() {}

    /**
     * Defines the symbols, once in a page.
     *
     * @param page the page
     */
    public static void define(Markup page) {
        page.open("svg", "class", "marks", "aria-hidden", "true").open("defs");
        for (int i = 0; i < SHAPES.length; i++) {
            page.empty("path", "id", "mark-" + i, "d", SHAPES[i]);
        }
        page.close().close().newLine();
    }

    /**
     * Numbers the colour of a class or series.
     *
     * @param number of the class or series
     * @return the number of its colour in the style sheet
     */
    public static int colour(int number) {
        return number % COLOURS;
    }

    /**
     * Finds the symbol of a class or series.
     *
     * @param number of the class or series
     * @return the address of its symbol in the page
     */
    public static String shape(int number) {
        return "#mark-" + (number + number / COLOURS) % SHAPES.length;
    }

    /**
     * Draws a symbol in a line of text.
     *
     * @param page the page
     * @param number of the class or series
     */
    public static void inline(Markup page, int number) {
        page.open("svg", "class", "mark", "viewBox", "-7 -7 14 14", "aria-hidden", "true");
        page.empty("use", "href", shape(number), "class", "m" + colour(number)).close();
    }
}
