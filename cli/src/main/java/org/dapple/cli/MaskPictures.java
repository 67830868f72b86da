package org.dapple.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.LogMel;
import org.dapple.core.Normalization;
import org.dapple.core.PatchGrid;
import org.dapple.core.Seeds;
import org.dapple.core.Settings;
import org.dapple.core.Waveform;
import org.dapple.eval.report.MaskGallery;
import org.dapple.eval.report.Spectrogram;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskingStrategies;
import org.dapple.masking.MaskingStrategy;

/**
 * Draws masks on the log-mel of one sound: at most its first six seconds, in patches of 16 × 16. Self-guided masks see
 * the patches themselves here, where no model is.
 */
final class MaskPictures {
    private static final int PATCH = 16;
    private static final int LONGEST_FRAMES = 608;
    private static final Seeds SEEDS = new Seeds(1);

    private final NDManager manager;
    private final PatchGrid grid;
    private final NDArray normalized;
    private final Spectrogram spectrogram;

    MaskPictures(Waveform sound, NDManager manager) {
        this.manager = manager;
        LogMel frontEnd = LogMel.standard();
        int frames = Math.min(LONGEST_FRAMES, frontEnd.frames(sound.samples().length)) / PATCH * PATCH;
        frames = Math.max(PATCH, frames);
        this.grid = PatchGrid.of(frontEnd.bands(), frames, PATCH, PATCH);
        float[] samples = sound.paddedTo(frontEnd.samples(frames)).samples();
        NDArray logMel = frontEnd.apply(manager.create(samples).expandDims(0)).get(new NDIndex(":, :, :{}", frames));
        float mean = logMel.mean().getFloat();
        float deviation = (float) Math.sqrt(logMel.sub(mean).square().mean().getFloat() + 1e-12);
        this.normalized = new Normalization(mean, deviation).apply(logMel).expandDims(1);
        this.spectrogram = new Spectrogram(
                logMel.toFloatArray(),
                frontEnd.bands(),
                frames,
                (double) frontEnd.hop() / frontEnd.sampleRate(),
                frontEnd.bandHz());
    }

    /** A row for every strategy, and for those that take a hint one for every hint. */
    List<MaskGallery.Row> rows(
            MaskingStrategies catalogue, List<String> names, double ratio, List<Double> hints, int masks) {
        List<MaskGallery.Row> rows = new ArrayList<>();
        for (String name : names) {
            Map<String, Object> section = new LinkedHashMap<>();
            section.put("strategy", name);
            section.put("ratio", ratio);
            if (!catalogue.write(catalogue.read(new Settings(section))).containsKey("hint")) {
                rows.add(row(name, catalogue.read(new Settings(section)), masks));
                continue;
            }
            for (double hint : hints) {
                section.put("hint", hint);
                String caption = String.format(Locale.ROOT, "%s, hint %s", name, hint);
                rows.add(row(caption, catalogue.read(new Settings(section)), masks));
            }
        }
        return rows;
    }

    private MaskGallery.Row row(String caption, MaskingStrategy strategy, int masks) {
        List<boolean[]> drawn = new ArrayList<>();
        for (int i = 0; i < masks; i++) {
            SEEDS.seedEngine(Seeds.Purpose.MASK, 0, i);
            try (NDManager scope = manager.newSubManager()) {
                scope.tempAttachAll(normalized);
                float[] binary = strategy.mask(new MaskInput(normalized, grid, 0, 1, grid::patchify))
                        .binary()
                        .toFloatArray();
                boolean[] masked = new boolean[binary.length];
                for (int l = 0; l < binary.length; l++) {
                    masked[l] = binary[l] != 0;
                }
                drawn.add(masked);
            }
        }
        return new MaskGallery.Row(caption, drawn);
    }

    /** The clip and its masks in one picture. */
    BufferedImage gallery(String title, List<MaskGallery.Row> rows) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.get(0).masks().size(); i++) {
            columns.add("seed " + i);
        }
        return new MaskGallery(title, spectrogram, grid, columns, rows).draw();
    }
}
