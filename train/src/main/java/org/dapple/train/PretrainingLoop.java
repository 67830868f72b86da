package org.dapple.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
import org.dapple.train.optim.CosineSchedule;
import org.dapple.train.record.MetricsLog;
import org.dapple.train.record.ProcessResources;
import org.dapple.train.record.RunRecords;
import org.dapple.train.record.StepResults;
import org.dapple.train.record.Throughput;

/** The training loop. Losses stay on the device and are read every few steps, so that no step waits for the host. */
final class PretrainingLoop {
    private static final int READ_EVERY = 10;

    private final PretrainingConfig config;
    private final PatchGrid grid;
    private final CropBatches batches;
    private final Normalization normalization;
    private final TrainingState state;
    private final RunRecords records;
    private final RunDirectory run;
    private final PretrainingListener listener;
    private final TrainingStep training;
    private final HealthCheck health;
    private final StepResults results;
    private final Throughput.Meter meter;
    /** Batches of a step. */
    private final int parts;

    private final int steps;
    private final CosineSchedule schedule;

    /** Writes the state of a run. */
    @FunctionalInterface
    interface Saver {
        void save() throws IOException;
    }

    PretrainingLoop(
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
        this.normalization = normalization;
        this.state = state;
        this.records = records;
        this.run = run;
        this.listener = listener;
        this.training = new TrainingStep(config, grid, state);
        this.health = new HealthCheck(state, batches, normalization, listener);
        this.results = new StepResults(state.manager());
        this.parts = config.optimization().accumulate();
        this.meter = new Throughput.Meter(
                grid.count(),
                MatrixRate.measure(state.manager(), config.precision()).flopsPerSecond());
        this.steps = config.optimization().steps(batches.perEpoch());
        this.schedule = config.optimization().schedule(steps, batches.batchSize());
    }

    /**
     * Trains from where the state stands to the end, until asked to stop, or until the time is over; the state is saved
     * in all cases.
     *
     * @param start when the run's time began, as {@link System#nanoTime} tells it
     * @param saver writes a checkpoint
     * @return why training ended
     */
    PretrainingJob.Outcome run(long start, Saver saver) throws IOException {
        int wanted = config.optimization().batchSize();
        if (batches.batchSize() < wanted) {
            listener.warned("batch_size " + wanted + " is more than the " + batches.batchSize()
                    + " clips that there are: so many are a batch, and the learning rate is that of theirs");
        }
        config.masking().concern(grid).ifPresent(concern -> listener.warned("masking: " + concern));
        listener.begins(state.step(), steps, parts * batches.batchSize());
        PretrainingJob.Outcome outcome;
        try (BatchesAhead ahead = new BatchesAhead(batches, parts * state.step(), (long) parts * steps)) {
            outcome = train(ahead, start, saver);
        }
        report();
        saver.save();
        return outcome;
    }

    private PretrainingJob.Outcome train(BatchesAhead ahead, long start, Saver saver) throws IOException {
        Housekeeping housekeeping = config.housekeeping();
        long first = state.step();
        meter.restart();
        while (state.step() < steps) {
            if (listener.stopRequested()) {
                return PretrainingJob.Outcome.INTERRUPTED;
            }
            // Every start does a step at least, so that however short the time, the run comes to an end.
            if (state.step() > first && housekeeping.timeIsOver(start)) {
                return PretrainingJob.Outcome.OUT_OF_TIME;
            }
            try (NDManager scope = state.manager().newSubManager()) {
                step(scope, ahead, state.step());
            }
            if (state.step() % READ_EVERY == 0 || state.step() % housekeeping.healthEvery() == 0) {
                report();
            }
            if (state.step() % housekeeping.checkpointEvery() == 0 && state.step() < steps) {
                report();
                saver.save();
                meter.restart();
            }
        }
        return PretrainingJob.Outcome.FINISHED;
    }

    private void step(NDManager scope, BatchesAhead ahead, long step) throws IOException {
        double progress = steps == 1 ? 1 : (double) step / (steps - 1);
        double learningRate = schedule.at((double) step);
        NDArray loss = scope.zeros(new Shape());
        for (int part = 0; part < parts; part++) {
            try (NDManager inner = scope.newSubManager()) {
                loss.addi(accumulate(inner, ahead, progress));
            }
        }
        NDArray norm = training.update(scope, progress, learningRate);
        results.add(step, learningRate, loss.divi(parts), norm);
    }

    private NDArray accumulate(NDManager scope, BatchesAhead ahead, double progress) throws IOException {
        long asked = System.nanoTime();
        HostBatch next = ahead.next();
        meter.waited(System.nanoTime() - asked);
        NDArray batch = normalization.apply(next.upload(scope));
        PatchMask mask = training.mask(batch, progress);
        meter.worked(batches.batchSize(), batches.batchSize() * flopsPerClip(mask));
        return training.accumulate(batch, mask);
    }

    private double flopsPerClip(PatchMask mask) {
        return config.recipe().flopsPerClip(grid, mask.visibleCount()).orElse(0);
    }

    private List<String> clips(long step) {
        return LongStream.range(parts * step, parts * (step + 1))
                .boxed()
                .flatMap(batch -> batches.clips(batch).stream())
                .map(stored -> stored.clip().filename())
                .toList();
    }

    /** Reads the results of the last steps, writes them down and shows them. */
    private void report() throws IOException {
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
        if (state.step() % config.housekeeping().healthEvery() == 0) {
            more.putAll(health.look());
        }
        records.write(entries, more);
        double lastLoss = entries.get(entries.size() - 1).loss();
        listener.trained(state.step(), steps, parts * batches.batchSize(), lastLoss, speed);
        meter.restart();
    }
}
