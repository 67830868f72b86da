package org.dapple.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.run.Seeds;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskingStrategy;
import org.dapple.train.optim.GradientExchange;
import org.dapple.train.optim.Gradients;

/**
 * One step of pre-training: it draws masks and adds gradients for each batch, then updates the parameters. All
 * randomness is a function of the run's seed, the step and the number of the batch in it, so a repeated step gives the
 * same result. Nothing is read back from the device.
 */
public final class TrainingStep {
    private final TrainingState state;
    private final PatchGrid grid;
    private final MaskingStrategy masking;
    private final int masksPerClip;
    private final double clipNorm;
    private final GradientExchange exchange;
    private final Seeds seeds;
    private final ParameterStore store;
    /** Batches whose gradients were added since the last update. */
    private int added;

    /**
     * The step of a run.
     *
     * @param config masks, clipping and seed
     * @param grid patches of a training crop
     * @param state what is trained
     */
    public TrainingStep(PretrainingConfig config, PatchGrid grid, TrainingState state) {
        this(config, grid, state, GradientExchange.alone());
    }

    /**
     * The step of one of several replicas.
     *
     * @param config masks, clipping and seed
     * @param grid patches of a training crop
     * @param state what this replica trains
     * @param exchange averages the replicas' gradients
     */
    public TrainingStep(PretrainingConfig config, PatchGrid grid, TrainingState state, GradientExchange exchange) {
        this.exchange = exchange;
        this.state = state;
        this.grid = grid;
        this.masking = config.masking();
        this.masksPerClip = config.recipe().masksPerClip();
        this.clipNorm = config.optimization().clipNorm();
        this.seeds = new Seeds(config.seed());
        this.store = new ParameterStore(state.manager(), false);
    }

    /**
     * Draws the masks of the step's next batch.
     *
     * @param batch [B, 1, bands, frames], normalised
     * @param progress share of the run that is done, 0 to 1
     * @return the masks, on the batch's manager
     */
    public PatchMask mask(NDArray batch, double progress) {
        seeds.seedEngine(Seeds.Purpose.MASK, added, state.step());
        return masking.mask(new MaskInput(batch, grid, progress, masksPerClip, state::features));
    }

    /**
     * Adds the gradients of a batch.
     *
     * @param batch [B, 1, bands, frames], normalised
     * @param mask its masks
     * @return the loss, a scalar on the device and on the batch's manager
     */
    public NDArray accumulate(NDArray batch, PatchMask mask) {
        seeds.seedEngine(Seeds.Purpose.MODEL, added++, state.step());
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = state.model().loss(store, batch, mask).total();
            collector.backward(loss);
            return loss.stopGradient();
        }
    }

    /**
     * Averages the gradients over the batches, exchanges and clips them, updates the parameters, clears the gradients
     * and counts the step.
     *
     * @param scope owner of intermediate results
     * @param progress share of the run that is done, 0 to 1
     * @param learningRate of this step
     * @return the gradients' global norm before clipping, a scalar on the device
     */
    public NDArray update(NDManager scope, double progress, double learningRate) {
        Gradients gradients = Gradients.of(state.parameters(), scope);
        gradients.divide(added);
        added = 0;
        exchange.average(gradients.all());
        NDArray norm = gradients.clip(clipNorm);
        state.optimizer().step(gradients, learningRate);
        gradients.zero();
        state.model().afterStep(progress);
        state.advance();
        return norm;
    }
}
