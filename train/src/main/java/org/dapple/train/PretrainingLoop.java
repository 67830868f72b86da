package org.dapple.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.data.batch.BatchesAhead;
import org.dapple.data.batch.CropBatches;
import org.dapple.train.PretrainingJob.Outcome;
import org.dapple.train.optim.CosineSchedule;

/**
 * The training loop: batch, mask, loss, gradient, update, report. Nothing in a step waits for the device.
 *
 * @param config masks, optimisation, housekeeping
 * @param grid patches of a training crop
 * @param batches crops of log-mels
 * @param normalization of the crops
 * @param state what is trained
 * @param reports keep and show the numbers of the steps
 * @param listener follows the run
 */
record PretrainingLoop(
        PretrainingConfig config,
        PatchGrid grid,
        CropBatches batches,
        Normalization normalization,
        TrainingState state,
        StepReports reports,
        PretrainingListener listener) {

    /** Writes the state of a run. */
    @FunctionalInterface
    interface Saver {
        void save() throws IOException;
    }

    /**
     * Trains until the last step, until asked to stop, or until the time is over. The state is saved in all cases.
     *
     * @param start when the run's time began, by {@link System#nanoTime}
     * @param saver writes a checkpoint
     * @return why training ended
     */
    Outcome run(long start, Saver saver) throws IOException {
        warn();
        int parts = config.optimization().accumulate();
        int steps = config.optimization().steps(batches.perEpoch());
        CosineSchedule schedule = config.optimization().schedule(steps, batches.batchSize());
        TrainingStep training = new TrainingStep(config, grid, state);
        Housekeeping housekeeping = config.housekeeping();
        Outcome outcome = Outcome.FINISHED;
        long first = state.step();
        listener.begins(first, steps, parts * batches.batchSize());
        try (BatchesAhead ahead = new BatchesAhead(batches, parts * first, (long) parts * steps)) {
            reports.restartClock();
            while (state.step() < steps) {
                if (listener.stopRequested()) {
                    outcome = Outcome.INTERRUPTED;
                    break;
                }
                // Every start does at least one step, so that the run ends even if max_minutes is very short.
                if (state.step() > first && housekeeping.timeIsOver(start)) {
                    outcome = Outcome.OUT_OF_TIME;
                    break;
                }
                long step = state.step();
                double progress = steps == 1 ? 1 : (double) step / (steps - 1);
                double learningRate = schedule.at((double) step);
                try (NDManager scope = state.manager().newSubManager()) {
                    NDArray loss = scope.zeros(new Shape());
                    for (int part = 0; part < parts; part++) {
                        try (NDManager inner = scope.newSubManager()) {
                            NDArray batch =
                                    normalization.apply(reports.next(ahead).upload(inner));
                            PatchMask mask = training.mask(batch, progress);
                            reports.worksOn(mask);
                            loss.addi(training.accumulate(batch, mask));
                        }
                    }
                    NDArray norm = training.update(scope, progress, learningRate);
                    reports.add(step, learningRate, loss.divi(parts), norm);
                }
                boolean checkpoint = state.step() % housekeeping.checkpointEvery() == 0 && state.step() < steps;
                if (checkpoint || reports.isDue(state.step())) {
                    reports.write();
                }
                if (checkpoint) {
                    saver.save();
                    reports.restartClock();
                }
            }
        }
        reports.write();
        saver.save();
        return outcome;
    }

    private void warn() {
        int wanted = config.optimization().batchSize();
        if (batches.batchSize() < wanted) {
            listener.warned("batch_size " + wanted + " exceeds the " + batches.batchSize()
                    + " available clips: a batch has all of them, and the learning rate is scaled accordingly");
        }
        config.masking().concern(grid).ifPresent(concern -> listener.warned("masking: " + concern));
    }
}
