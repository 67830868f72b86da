package org.dapple.experiment.report;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.run.Seeds;
import org.dapple.data.reading.AudioReader;
import org.dapple.eval.picture.MaskGallery;
import org.dapple.eval.picture.Spectrogram;
import org.dapple.eval.report.chart.Picture;
import org.dapple.masking.Dispersion;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskStatistics;
import org.dapple.masking.MaskingStrategy;

/**
 * Draws and times masks on the log-mel of one sound: at most its first six seconds, in patches of 16 × 16, standardised
 * by its own mean and deviation. There is no model here, so self-guided masks cluster the patches themselves.
 */
public final class MaskStudio {
    private static final List<String> MOMENTS = List.of("start", "half-way", "end of training");

    private static final int PATCH = 16;
    private static final int LONGEST_FRAMES = 608;
    private static final Seeds SEEDS = new Seeds(1);

    /** Strategies may share a draw within a batch, so statistics need many batches. */
    private static final int MASKS_PER_BATCH = 10;

    private static final int TIMED_CLIPS = 64;
    private static final int TIMED_BATCHES = 7;

    private final NDManager manager;
    private final PatchGrid grid;
    private final NDArray normalized;
    private final Spectrogram spectrogram;

    /**
     * Computes the log-mel of a sound.
     *
     * @param sound the sound
     * @param manager its device computes
     */
    public MaskStudio(Waveform sound, NDManager manager) {
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

    /** {@return the patches of the sound} */
    public PatchGrid grid() {
        return grid;
    }

    /** The spectrogram under the masks. */
    Spectrogram spectrogram() {
        return spectrogram;
    }

    /** One mask for each seed from 1: [L], true where masked. */
    List<boolean[]> masks(MaskingStrategy strategy, int count) {
        List<boolean[]> drawn = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            drawn.add(mask(strategy, seed, 0));
        }
        return drawn;
    }

    /** One mask at a share of training (0 to 1): [L], true where masked. */
    boolean[] mask(MaskingStrategy strategy, int seed, double progress) {
        try (NDManager scope = manager.newSubManager()) {
            float[] binary = draw(scope, strategy, normalized, 1, seed, progress)
                    .binary()
                    .toFloatArray();
            boolean[] masked = new boolean[binary.length];
            for (int l = 0; l < binary.length; l++) {
                masked[l] = binary[l] != 0;
            }
            return masked;
        }
    }

    /** Statistics over a number of masks. */
    MaskStatistics statistics(MaskingStrategy strategy, int draws) {
        MaskStatistics statistics = new MaskStatistics(grid);
        for (int done = 0; done < draws; done += MASKS_PER_BATCH) {
            try (NDManager scope = manager.newSubManager()) {
                statistics.add(draw(scope, strategy, normalized, Math.min(MASKS_PER_BATCH, draws - done), done));
            }
        }
        return statistics;
    }

    /** The dispersion of each patch, [L]: mean absolute deviation. */
    float[] dispersions() {
        try (NDManager scope = manager.newSubManager()) {
            scope.tempAttachAll(normalized);
            return Dispersion.MAD.of(grid.patchify(normalized)).toFloatArray();
        }
    }

    /** Microseconds for one clip in a batch of 64: the median over some batches. */
    double microseconds(MaskingStrategy strategy) {
        try (NDManager batch = manager.newSubManager()) {
            NDArray clips = normalized.repeat(0, TIMED_CLIPS);
            clips.attach(batch);
            double[] times = new double[TIMED_BATCHES];
            draw(batch, strategy, clips, 1, 0).ids().getLong(0, 0); // warm
            for (int i = 0; i < times.length; i++) {
                try (NDManager scope = batch.newSubManager()) {
                    long start = System.nanoTime();
                    draw(scope, strategy, clips, 1, i).ids().getLong(0, 0);
                    times[i] = (System.nanoTime() - start) / 1e3 / TIMED_CLIPS;
                }
            }
            return new Median().evaluate(times);
        }
    }

    private PatchMask draw(NDManager scope, MaskingStrategy strategy, NDArray clips, int masksPerClip, int seed) {
        return draw(scope, strategy, clips, masksPerClip, seed, 0);
    }

    private PatchMask draw(
            NDManager scope, MaskingStrategy strategy, NDArray clips, int masksPerClip, int seed, double progress) {
        scope.tempAttachAll(clips);
        SEEDS.seedEngine(Seeds.Purpose.MASK, 0, seed);
        return strategy.mask(new MaskInput(clips, grid, progress, masksPerClip, grid::patchify));
    }

    /**
     * Draws masks on a sound as at the start, half-way and at the end of training.
     *
     * @param title of the picture
     * @param sound a sound file
     * @param strategies by name
     * @param manager its device computes
     * @return a row for each strategy
     * @throws IOException if the sound cannot be read
     */
    public static Picture moments(String title, Path sound, Map<String, MaskingStrategy> strategies, NDManager manager)
            throws IOException {
        MaskStudio studio = new MaskStudio(AudioReader.standard().read(sound), manager);
        List<MaskGallery.Row> rows = new ArrayList<>();
        strategies.forEach((name, strategy) -> {
            List<boolean[]> masks = new ArrayList<>();
            for (int moment = 0; moment < MOMENTS.size(); moment++) {
                masks.add(studio.mask(strategy, moment, moment / (MOMENTS.size() - 1.0)));
            }
            rows.add(new MaskGallery.Row(name, masks, Optional.empty()));
        });
        String caption = title + ", on " + ClipNames.brief(sound)
                + ". Schedules of hints move from the start to the end of training; other maskings are drawn three"
                + " times. No encoder is used here, so self-guided masks cluster the patches themselves.";
        return Picture.of(caption, new MaskGallery(title, studio.spectrogram(), studio.grid(), MOMENTS, rows).draw());
    }
}
