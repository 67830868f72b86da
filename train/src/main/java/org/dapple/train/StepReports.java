package org.dapple.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.MatrixRate;
import org.dapple.core.run.RunDirectory;
import org.dapple.data.batch.BatchesAhead;
import org.dapple.data.batch.CropBatches;
import org.dapple.data.batch.HostBatch;
import org.dapple.train.record.Divergence;
import org.dapple.train.record.MetricsLog;
import org.dapple.train.record.ProcessResources;
import org.dapple.train.record.RunRecords;
import org.dapple.train.record.StepResults;
import org.dapple.train.record.Throughput;

/**
 * Collects the numbers of steps: loss and gradient norm, which stay on the device until the next report, speed, and
 * health of the encoder. A report reads, writes and shows them, and ends a run whose loss is not a number.
 */
final class StepReports {
    private static final int READ_EVERY = 10;

    private final PretrainingConfig config;
    private final PatchGrid grid;
    private final CropBatches batches;
    private final TrainingState state;
    private final RunRecords records;
    private final RunDirectory run;
    private final PretrainingListener listener;
    private final HealthCheck health;
    private final StepResults results;
    private final Throughput.Meter meter;
    private final int steps;

    StepReports(
            PretrainingConfig config,
            PatchGrid grid,
            CropBatches batches,
            Normalization normalization,
            TrainingState state,
            RunRecords records,
            RunDirectory run,
            PretrainingListener listener) {
        this.config = config;
        this.grid = grid;
        this.batches = batches;
        this.state = state;
        this.records = records;
        this.run = run;
        this.listener = listener;
        this.health = new HealthCheck(state, batches, normalization, listener);
        this.results = new StepResults(state.manager());
        this.meter = new Throughput.Meter(
                grid.count(),
                MatrixRate.measure(state.manager(), config.precision()).flopsPerSecond());
        this.steps = config.optimization().steps(batches.perEpoch());
    }

    /** Restarts the clock, for example after a checkpoint, whose duration must not count. */
    void restartClock() {
        meter.restart();
    }

    /** Waits for the next batch, and counts the time as waiting. */
    HostBatch next(BatchesAhead ahead) throws IOException {
        long asked = System.nanoTime();
        HostBatch next = ahead.next();
        meter.waited(System.nanoTime() - asked);
        return next;
    }

    /** Notes that a batch with this mask is being trained on. */
    void worksOn(PatchMask mask) {
        double flops = config.recipe().flopsPerClip(grid, mask.visibleCount()).orElse(0);
        meter.worked(batches.batchSize(), batches.batchSize() * flops);
    }

    /** Keeps the loss and gradient norm of a step, which stay on the device. */
    void add(long step, double learningRate, NDArray loss, NDArray gradientNorm) {
        results.add(step, learningRate, loss, gradientNorm);
    }

    /** Whether a report is due after a step. */
    boolean isDue(long step) {
        return step % READ_EVERY == 0 || isHealthDue(step);
    }

    private boolean isHealthDue(long step) {
        return step % config.housekeeping().healthEvery() == 0;
    }

    /** Reads the results of the last steps, writes them down and shows them. */
    void write() throws IOException {
        List<MetricsLog.Entry> entries = results.read();
        if (entries.isEmpty()) {
            return;
        }
        Throughput speed = meter.read();
        List<MetricsLog.Entry> sound = new ArrayList<>();
        for (MetricsLog.Entry entry : entries) {
            if (!Double.isFinite(entry.loss()) || !Double.isFinite(entry.gradientNorm())) {
                records.write(sound, Map.of());
                throw Divergence.at(entry, clips(entry.step()), run);
            }
            state.sawLoss(entry.step(), entry.loss());
            sound.add(entry);
        }
        Map<String, Double> more = new LinkedHashMap<>(speed.toMetrics());
        more.putAll(ProcessResources.now());
        if (isHealthDue(state.step())) {
            more.putAll(health.look());
        }
        records.write(entries, more);
        int clipsPerStep = config.optimization().accumulate() * batches.batchSize();
        listener.trained(
                state.step(),
                steps,
                clipsPerStep,
                entries.get(entries.size() - 1).loss(),
                speed);
        meter.restart();
    }

    private List<String> clips(long step) {
        int parts = config.optimization().accumulate();
        return LongStream.range(parts * step, parts * (step + 1))
                .boxed()
                .flatMap(batch -> batches.clips(batch).stream())
                .map(stored -> stored.clip().filename())
                .toList();
    }
}
