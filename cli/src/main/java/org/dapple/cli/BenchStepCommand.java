package org.dapple.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.dapple.core.ConfigurationException;
import org.dapple.core.LogMel;
import org.dapple.core.PatchGrid;
import org.dapple.core.PatchMask;
import org.dapple.core.Provenance;
import org.dapple.core.Settings;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.TrainingState;
import org.dapple.train.TrainingStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times training steps on random spectrograms. */
@Command(
        name = "step",
        description = {
            "Time one step of pre-training on random spectrograms, and the part that masks take of it.",
            "",
            "Example:  ./dapple bench step model=tiny masking.strategy=dwm batch_size=32",
            "",
            "Settings are those of ./dapple pretrain; crops are six seconds (608 frames) unless crop_frames says else.",
            ""
        })
final class BenchStepCommand extends DappleCommand {
    private static final int SIX_SECONDS = 608;
    private static final double MILLIS = 1e6;

    @Option(names = "--repeats", paramLabel = "N", description = "Steps to time (default: ${DEFAULT-VALUE}).")
    private int repeats = 10;

    @Option(names = "--warmup", paramLabel = "N", description = "Steps before (default: ${DEFAULT-VALUE}).")
    private int warmup = 3;

    @Override
    Outcome run(Settings settings, NDManager manager) throws IOException {
        PretrainingConfig config = PretrainingConfig.read(settings, Catalogues.standard());
        ConfigurationException.require(repeats > 0, "--repeats", "be at least 1", repeats);
        ConfigurationException.require(warmup >= 0, "--warmup", "be at least 0", warmup);
        PatchGrid grid = PatchGrid.of(
                LogMel.standard().bands(),
                config.cropFrames().orElse(SIX_SECONDS),
                config.patchHeight(),
                config.patchWidth());
        List<Times> times = new ArrayList<>();
        try (TrainingState state = TrainingState.initial(config, grid, manager);
                Progress progress = new Progress("timing", warmup + repeats, " steps")) {
            TrainingStep step = new TrainingStep(config, grid, state);
            for (int i = 0; i < warmup + repeats; i++) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray batch = scope.randomNormal(new Shape(config.batchSize(), 1, grid.bands(), grid.frames()));
                    Times one = time(step, batch, config);
                    if (i >= warmup) {
                        times.add(one);
                    }
                }
                progress.step();
            }
        }
        return report(config, grid, times, manager);
    }

    /** Milliseconds of the masks and of the whole step; on a GPU the device is waited for after either. */
    private record Times(double mask, double step) {}

    private static Times time(TrainingStep step, NDArray batch, PretrainingConfig config) {
        long start = System.nanoTime();
        PatchMask mask = step.mask(batch, 0);
        mask.ids().getLong(0, 0);
        long masked = System.nanoTime();
        NDArray loss = step.accumulate(batch, mask);
        step.update(batch.getManager(), 0, config.baseLearningRate());
        loss.getFloat();
        return new Times((masked - start) / MILLIS, (System.nanoTime() - start) / MILLIS);
    }

    private static Outcome report(PretrainingConfig config, PatchGrid grid, List<Times> times, NDManager manager) {
        Median median = new Median();
        double step = median.evaluate(times.stream().mapToDouble(Times::step).toArray());
        double mask = median.evaluate(times.stream().mapToDouble(Times::mask).toArray());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("step_ms", step);
        result.put("mask_ms", mask);
        result.put("mask_share", mask / step);
        result.put("clips_per_second", config.batchSize() / step * 1000);
        result.put("patches_per_clip", grid.count());
        result.put("repeats", times.size());
        result.put("config", config.toSettings(Catalogues.standard()));
        result.put("provenance", Provenance.of(manager));
        say(String.format(
                Locale.ROOT,
                "step %.1f ms (median of %d), masks %.2f ms of it (%.1f %%), %.1f clips/s",
                step,
                times.size(),
                mask,
                100 * mask / step,
                config.batchSize() / step * 1000));
        return Outcome.done(result);
    }
}
