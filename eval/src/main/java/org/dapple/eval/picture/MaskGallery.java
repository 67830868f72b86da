package org.dapple.eval.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.picture.Lettering.Align;

/**
 * Draws masks side by side in one picture: the clean spectrogram on top, then a row for each strategy and a column for
 * each draw. Each mask has its share of hidden patches written above it; where it is known, a last column shows how
 * often each patch is hidden.
 *
 * @param title one line at the top
 * @param spectrogram the clip that is masked
 * @param grid the patches of the spectrogram
 * @param columns a heading for each column, for example {@code seed 1}
 * @param rows one for each strategy
 */
public record MaskGallery(String title, Spectrogram spectrogram, PatchGrid grid, List<String> columns, List<Row> rows) {
    private static final Color INK = new Color(28, 30, 34);
    private static final Color QUIET = new Color(92, 97, 106);

    /**
     * The masks of one strategy.
     *
     * @param caption for example {@code dispersion-weighted, hint 0.5}
     * @param masks one for each column, [L] and true where masked, in the grid's order; not copied
     * @param rates [L], how often each patch is masked, 0 to 1, for the last column; may be empty
     */
    public record Row(String caption, List<boolean[]> masks, Optional<double[]> rates) {
        /** Copies the list. */
        public Row {
            masks = List.copyOf(masks);
        }

        /**
         * A row without rates.
         *
         * @param caption of the row
         * @param masks one for each column
         */
        public Row(String caption, List<boolean[]> masks) {
            this(caption, masks, Optional.empty());
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is no column, or a row does not have one mask for each column
     */
    public MaskGallery {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a mask gallery needs a column");
        }
        for (Row row : rows) {
            if (row.masks().size() != columns.size()) {
                throw new IllegalArgumentException("the row '" + row.caption() + "' has "
                        + row.masks().size() + " masks for " + columns.size() + " columns");
            }
        }
    }

    /**
     * Draws the gallery on white, without text if this Java has no fonts.
     *
     * @return an opaque RGB picture, about 1100 pixels wide
     * @throws IllegalArgumentException if the sizes of mask, grid and spectrogram differ
     */
    public BufferedImage draw() {
        boolean rated = rows.stream().anyMatch(row -> row.rates().isPresent());
        GalleryLayout layout = new GalleryLayout(columns.size() + (rated ? 1 : 0), rows.size());
        BufferedImage image = new BufferedImage(layout.width(), layout.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        Lettering text = new Lettering(graphics);
        text.style(20, true, INK).draw(title, GalleryLayout.MARGIN, layout.titleBaseline(), Align.LEFT);

        PictureAxes axes = new PictureAxes(spectrogram, layout.cell(), graphics, text);
        caption(text, "original", layout.top(0));
        graphics.drawImage(layout.cell().draw(spectrogram), layout.left(0), layout.top(0), null);
        axes.draw(layout.left(0), layout.top(0), true);
        legend(text, layout, rated);
        for (int row = 0; row < rows.size(); row++) {
            caption(text, rows.get(row).caption(), layout.top(row + 1));
            int top = layout.top(row + 1);
            for (int column = 0; column < columns.size(); column++) {
                boolean[] masked = rows.get(row).masks().get(column);
                int left = layout.left(column);
                graphics.drawImage(layout.cell().draw(spectrogram, masked, grid), left, top, null);
                label(text, layout, column, top, columns.get(column), share(masked));
                axes.draw(left, top, column == 0);
            }
            if (rows.get(row).rates().isPresent()) {
                double[] rates = rows.get(row).rates().get();
                int left = layout.left(columns.size());
                graphics.drawImage(layout.cell().draw(rates, grid), left, top, null);
                label(text, layout, columns.size(), top, "how often", range(rates));
                axes.draw(left, top, false);
            }
        }
        graphics.dispose();
        return image;
    }

    /** Lies beside the clean spectrogram, if a second column leaves room. */
    private static void legend(Lettering text, GalleryLayout layout, boolean rated) {
        if (layout.columns() < 2) {
            return;
        }
        int width = layout.width() - layout.left(1) - GalleryLayout.MARGIN;
        String legend = "Pale patches are hidden; a model sees the others and predicts the hidden ones."
                + (rated ? " Last column: the brighter a patch, the more often it is hidden." : "");
        lines(text.style(13, false, QUIET), legend, layout.left(1), layout.top(0), width);
    }

    private static void label(Lettering text, GalleryLayout layout, int column, int top, String left, String right) {
        text.style(13, false, QUIET);
        text.draw(left, layout.left(column), top - 7, Align.LEFT);
        text.draw(right, layout.left(column) + layout.cell().width(), top - 7, Align.RIGHT);
    }

    private static void caption(Lettering text, String caption, int top) {
        lines(text.style(13, true, INK), caption, GalleryLayout.MARGIN, top, GalleryLayout.CAPTION_WIDTH);
    }

    private static void lines(Lettering text, String words, int left, int top, int width) {
        int baseline = top + 12;
        for (String line : text.wrap(words, width)) {
            text.draw(line, left, baseline, Align.LEFT);
            baseline += 18;
        }
    }

    private static String share(boolean[] masked) {
        int count = 0;
        for (boolean one : masked) {
            count += one ? 1 : 0;
        }
        return Numerals.percent((double) count / masked.length) + " masked";
    }

    private static String range(double[] rates) {
        double lowest = Arrays.stream(rates).min().orElseThrow();
        double highest = Arrays.stream(rates).max().orElseThrow();
        return Numerals.percent(lowest) + " to " + Numerals.percent(highest);
    }
}
