package org.dapple.eval.picture;

/**
 * Places the pictures of a mask gallery, in pixels.
 *
 * @param columns number of masks side by side
 * @param rows number of strategies, below the clean spectrogram
 */
record GalleryLayout(int columns, int rows) {
    static final int MARGIN = 24;
    static final int CAPTION_WIDTH = 164;
    private static final int HERTZ_WIDTH = 56;
    private static final int TITLE_HEIGHT = 56;
    private static final int GAP = 18;
    private static final int ABOVE = 24;
    private static final int BELOW = 34;

    /** Width of all columns together; a report shows about this much at full size. */
    private static final int PICTURES_WIDTH = 800;

    /** {@return the size of one picture} */
    SpectrogramImage cell() {
        int width = Math.max(220, (PICTURES_WIDTH - (columns - 1) * GAP) / columns);
        return new SpectrogramImage(width, Math.max(120, Math.min(180, width * 2 / 5)));
    }

    int left(int column) {
        return MARGIN + CAPTION_WIDTH + HERTZ_WIDTH + column * (cell().width() + GAP);
    }

    /** {@return the top of a row; row 0 is the clean spectrogram} */
    int top(int row) {
        return TITLE_HEIGHT + (row == 0 ? 0 : ABOVE) + row * (cell().height() + BELOW) + Math.max(0, row - 1) * ABOVE;
    }

    int titleBaseline() {
        return 36;
    }

    int width() {
        return left(columns - 1) + cell().width() + MARGIN;
    }

    int height() {
        return top(rows) + cell().height() + BELOW + MARGIN / 2;
    }
}
