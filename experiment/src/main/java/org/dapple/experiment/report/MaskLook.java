package org.dapple.experiment.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dapple.core.grid.PatchGrid;
import org.dapple.eval.picture.MaskGallery;
import org.dapple.eval.report.chart.Picture;
import org.dapple.eval.report.table.TextTable;
import org.dapple.masking.MaskStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Masks and statistics of one strategy on one sound.
 *
 * @param caption name of the strategy, with its hint
 * @param masks some masks, [L] each, true where masked
 * @param microseconds time to draw one clip's mask in a batch
 * @param statistics of many masks; null if none were drawn
 * @param contrast how strongly masks follow the dispersion of the patches; null without statistics
 */
public record MaskLook(
        String caption,
        List<boolean[]> masks,
        double microseconds,
        @Nullable MaskStatistics statistics,
        MaskStatistics.@Nullable Contrast contrast) {

    /**
     * Draws the masks of a strategy.
     *
     * @param studio has the sound
     * @param variant the strategy
     * @param masks how many masks to show
     * @param draws how many masks to draw for the statistics; 0 for none
     * @return masks and statistics
     */
    public static MaskLook at(MaskStudio studio, MaskVariant variant, int masks, int draws) {
        MaskStatistics statistics = draws == 0 ? null : studio.statistics(variant.strategy(), draws);
        return new MaskLook(
                variant.caption(),
                studio.masks(variant.strategy(), masks),
                studio.microseconds(variant.strategy()),
                statistics,
                statistics == null ? null : statistics.contrast(studio.dispersions()));
    }

    /**
     * Puts the masks of several strategies into one picture.
     *
     * @param title of the picture
     * @param studio has the sound
     * @param looks one for each row
     * @return the picture
     */
    public static Picture picture(String title, MaskStudio studio, List<MaskLook> looks) {
        List<String> columns = IntStream.rangeClosed(1, looks.get(0).masks.size())
                .mapToObj(seed -> "seed " + seed)
                .toList();
        List<MaskGallery.Row> rows = looks.stream().map(MaskLook::row).toList();
        return Picture.of(title, new MaskGallery(title, studio.spectrogram(), studio.grid(), columns, rows).draw());
    }

    private MaskGallery.Row row() {
        return new MaskGallery.Row(
                String.format(Locale.ROOT, "%s, %.0f\u00a0µs/clip", caption, microseconds),
                masks,
                Optional.ofNullable(statistics).map(MaskStatistics::maskedRate));
    }

    /**
     * Puts the statistics of several strategies into one table.
     *
     * @param draws masks of each strategy
     * @param looks one for each row; those without statistics are left out
     * @return the table
     */
    public static TextTable table(int draws, List<MaskLook> looks) {
        return new TextTable(
                draws + " masks of each strategy",
                List.of("strategy", "masked", "quiet quarter", "busy quarter", "largest visible island", "µs per clip"),
                looks.stream().map(MaskLook::cells).toList());
    }

    private List<String> cells() {
        MaskStatistics counted = Objects.requireNonNull(statistics);
        MaskStatistics.Contrast quarters = Objects.requireNonNull(contrast);
        return List.of(
                caption,
                percent(mean(counted.maskedRate())),
                percent(quarters.lowest()),
                percent(quarters.highest()),
                String.format(
                        Locale.ROOT, "%.1f ± %.1f", counted.largestIslandMean(), counted.largestIslandDeviation()),
                String.format(Locale.ROOT, "%.1f", microseconds));
    }

    /**
     * All numbers for programs: mask rate by patch, island sizes, contrast.
     *
     * @param grid the patches of the sound
     * @return the tree that is written as JSON
     */
    public Map<String, Object> json(PatchGrid grid) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("strategy", caption);
        json.put("microseconds_per_clip", microseconds);
        if (statistics != null && contrast != null) {
            json.put("masks", statistics.masks());
            json.put("grid", List.of(grid.freqPatches(), grid.timePatches()));
            json.put("masked_rate", statistics.maskedRate());
            json.put("island_sizes", statistics.islandSizes());
            json.put("largest_island_mean", statistics.largestIslandMean());
            json.put("largest_island_deviation", statistics.largestIslandDeviation());
            json.put("quiet_quarter_masked", contrast.lowest());
            json.put("busy_quarter_masked", contrast.highest());
        }
        return json;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
