package org.dapple.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.Progress;
import org.dapple.cli.command.Terminal;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.MatrixRate;
import org.dapple.core.run.Provenance;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.experiment.bench.BenchBatches;
import org.dapple.models.layers.NamedParameters;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.TrainingState;
import org.dapple.train.TrainingStep;
import org.dapple.train.record.ProcessResources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times training steps. */
@Command(
        name = "step",
        description = {
            "Time one step of pre-training: the whole step, the part for drawing masks, and the model's computing rate"
                    + " relative to that of large matrix products on this machine.",
            "",
            "Example:  ./dapple bench step model=tiny masking.strategy=dwm batch_size=32",
            "",
            "Settings are those of ./dapple pretrain; crops have six seconds (608 frames) unless crop_frames is set.",
            "Batches are random numbers in memory. With --data they are read ahead as in training, from a store or from"
                    + " sound that is decoded on the fly.",
            ""
        })
final class BenchStepCommand extends DappleCommand {
    private static final int SIX_SECONDS = 608;
    private static final double MILLIS = 1e6;

    @Option(names = "--repeats", paramLabel = "N", description = "Steps to time (default: ${DEFAULT-VALUE}).")
    private int repeats = 10;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "Steps before timing starts (default: ${DEFAULT-VALUE}).")
    private int warmup = 3;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "A store, a folder of audio or a manifest to read from.")
    private @Nullable Path data;

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        PretrainingConfig config = PretrainingConfig.read(settings, Catalogues.standard());
        ConfigurationException.require(repeats > 0, "--repeats", "be at least 1", repeats);
        ConfigurationException.require(warmup >= 0, "--warmup", "be at least 0", warmup);
        int frames = config.input().cropFrames().orElse(SIX_SECONDS);
        try (BenchBatches batches =
                BenchBatches.of(data, config, frames, (long) warmup + repeats, manager, Terminal.WATCH)) {
            PatchGrid grid = config.input().grid(batches.bands(), frames);
            double before = MatrixRate.measure(manager, config.precision()).flopsPerSecond();
            List<Times> times;
            long parameters;
            try (TrainingState state = TrainingState.initial(config, grid, manager)) {
                times = time(state, config, grid, batches, manager);
                parameters = NamedParameters.of(state.model()).values().stream()
                        .mapToLong(parameter -> parameter.getArray().size())
                        .sum();
            }
            double after = MatrixRate.measure(manager, config.precision()).flopsPerSecond();
            return report(config, grid, batches.batchSize(), times, parameters, Math.max(before, after), manager);
        }
    }

    /**
     * Times of the masks and of the whole step, in ms. On a GPU, each time includes waiting for the device.
     *
     * @param flops of the model's matrix products in the step; 0 if unknown
     */
    private record Times(double mask, double step, double flops) {}

    private List<Times> time(
            TrainingState state, PretrainingConfig config, PatchGrid grid, BenchBatches batches, NDManager manager)
            throws IOException {
        List<Times> times = new ArrayList<>();
        try (Progress progress = new Progress("timing", 0, warmup + repeats, " steps")) {
            TrainingStep step = new TrainingStep(config, grid, state);
            for (int i = 0; i < warmup + repeats; i++) {
                try (NDManager scope = manager.newSubManager()) {
                    Times one = time(step, config, grid, batches, scope);
                    if (i >= warmup) {
                        times.add(one);
                    }
                }
                progress.step();
            }
        }
        return times;
    }

    private static Times time(
            TrainingStep step, PretrainingConfig config, PatchGrid grid, BenchBatches batches, NDManager scope)
            throws IOException {
        double masks = 0;
        double flops = 0;
        long start = System.nanoTime();
        for (int part = 0; part < config.optimization().accumulate(); part++) {
            try (NDManager inner = scope.newSubManager()) {
                NDArray batch = batches.next(inner);
                long loaded = System.nanoTime();
                PatchMask mask = step.mask(batch, 0);
                mask.ids().getLong(0, 0);
                masks += System.nanoTime() - loaded;
                step.accumulate(batch, mask);
                flops += batches.batchSize()
                        * config.recipe()
                                .flopsPerClip(grid, mask.visibleCount())
                                .orElse(0);
            }
        }
        step.update(scope, 0, config.optimization().baseLearningRate()).getFloat();
        return new Times(masks / MILLIS, (System.nanoTime() - start) / MILLIS, flops);
    }

    private Outcome report(
            PretrainingConfig config,
            PatchGrid grid,
            int batchSize,
            List<Times> times,
            long parameters,
            double matrixRate,
            NDManager manager) {
        Median median = new Median();
        double step = median.evaluate(times.stream().mapToDouble(Times::step).toArray());
        double mask = median.evaluate(times.stream().mapToDouble(Times::mask).toArray());
        double rate = 1000
                * median.evaluate(times.stream()
                        .mapToDouble(time -> time.flops / time.step)
                        .toArray());
        double clips = 1000.0 * config.optimization().accumulate() * batchSize / step;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("step_ms", step);
        result.put("mask_ms", mask);
        result.put("mask_share", mask / step);
        result.put("clips_per_second", clips);
        result.put("flops_per_second", rate);
        result.put("matrix_flops_per_second", matrixRate);
        result.put("matrix_share", rate / matrixRate);
        result.put("clips_per_step", config.optimization().accumulate() * batchSize);
        result.put("parameters", parameters);
        result.put("peak_resident_mib", ProcessResources.now().getOrDefault("peak_resident_mib", 0.0));
        result.put("patches_per_clip", grid.count());
        result.put("repeats", times.size());
        result.put("data", data == null ? "random numbers" : data.toString());
        result.put("config", config.toSettings(Catalogues.standard()));
        result.put("provenance", Provenance.of(manager));
        say(String.format(
                Locale.ROOT,
                "step %.1f ms (median of %d), masks %.2f ms of it (%.1f %%), %.1f clips/s",
                step,
                times.size(),
                mask,
                100 * mask / step,
                clips));
        say(String.format(
                Locale.ROOT,
                "%.1f GFLOP/s in the model's matrix products, %.0f %% of the %.1f GFLOP/s of a large matrix product",
                rate / 1e9,
                100 * rate / matrixRate,
                matrixRate / 1e9));
        return Outcome.done(result);
    }
}
