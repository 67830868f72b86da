package org.dapple.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.Normalization;
import org.dapple.core.PatchGrid;
import org.dapple.core.PatchMask;
import org.dapple.core.RunDirectory;
import org.dapple.data.CropBatches;

/** The training loop. Losses stay on the device and are read every few steps, so that no step waits for the host. */
final class PretrainingLoop {
    private static final int READ_EVERY = 10;

    private final PretrainingConfig config;
    private final CropBatches batches;
    private final Normalization normalization;
    private final TrainingState state;
    private final MetricsLog metrics;
    private final RunDirectory run;
    private final PretrainingListener listener;
    private final TrainingStep training;
    private final int steps;
    private final CosineSchedule schedule;
    private final List<Pending> pending = new ArrayList<>();

    /** A step whose results are still on the device. */
    private record Pending(long step, double learningRate, NDArray loss, NDArray gradientNorm) {}

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
            MetricsLog metrics,
            RunDirectory run,
            PretrainingListener listener) {
        this.config = config;
        this.batches = batches;
        this.normalization = normalization;
        this.state = state;
        this.metrics = metrics;
        this.run = run;
        this.listener = listener;
        this.training = new TrainingStep(config, grid, state);
        this.steps = config.steps(batches.perEpoch());
        this.schedule = config.schedule(steps, batches.batchSize());
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
        PretrainingJob.Outcome outcome = train(start, saver);
        report();
        saver.save();
        return outcome;
    }

    private PretrainingJob.Outcome train(long start, Saver saver) throws IOException {
        long first = state.step();
        while (state.step() < steps) {
            if (listener.stopRequested()) {
                return PretrainingJob.Outcome.INTERRUPTED;
            }
            // Every start does a step at least, so that however short the time, the run comes to an end.
            if (state.step() > first && config.housekeeping().timeIsOver(start)) {
                return PretrainingJob.Outcome.OUT_OF_TIME;
            }
            try (NDManager scope = state.manager().newSubManager()) {
                step(scope, state.step());
            }
            if (state.step() % READ_EVERY == 0) {
                report();
            }
            if (state.step() % config.housekeeping().checkpointEvery() == 0 && state.step() < steps) {
                report();
                saver.save();
            }
        }
        return PretrainingJob.Outcome.FINISHED;
    }

    private void step(NDManager scope, long step) throws IOException {
        double progress = steps == 1 ? 1 : (double) step / (steps - 1);
        double learningRate = schedule.at((double) step);
        NDArray batch = normalization.apply(batches.at(scope, step));

        PatchMask mask = training.mask(batch, progress);
        NDArray loss = training.accumulate(batch, mask);
        NDArray norm = training.update(scope, progress, learningRate);

        loss.attach(state.manager());
        norm.attach(state.manager());
        pending.add(new Pending(step, learningRate, loss, norm));
    }

    /** Reads the results of the last steps, writes them down and shows them. */
    private void report() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        try (NDManager scope = state.manager().newSubManager()) {
            NDList losses = new NDList();
            NDList norms = new NDList();
            for (Pending result : pending) {
                losses.add(result.loss);
                norms.add(result.gradientNorm);
            }
            losses.attach(scope);
            norms.attach(scope);
            float[] lossValues = NDArrays.stack(losses).toFloatArray();
            float[] normValues = NDArrays.stack(norms).toFloatArray();
            List<MetricsLog.Entry> entries = new ArrayList<>();
            for (int i = 0; i < lossValues.length; i++) {
                Pending result = pending.get(i);
                if (!Float.isFinite(lossValues[i]) || !Float.isFinite(normValues[i])) {
                    metrics.write(entries);
                    throw Divergence.at(result.step, lossValues[i], normValues[i], batches, run);
                }
                state.sawLoss(result.step, lossValues[i]);
                entries.add(new MetricsLog.Entry(result.step, lossValues[i], result.learningRate, normValues[i]));
            }
            metrics.write(entries);
            listener.trained(state.step(), steps, batches.batchSize(), lossValues[lossValues.length - 1]);
        }
        pending.clear();
    }
}
