package org.dapple.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import org.dapple.core.grid.PatchMask;
import org.dapple.masking.MaskingStrategy;

/** What is measured: one batch of masks, drawn in a manager of its own as a training step does. */
final class MaskingTask implements AutoCloseable {
    private final MaskingStrategy strategy;
    private final NDManager manager = NDManager.newBaseManager();
    private final MaskInputs inputs;

    /**
     * Prepares a strategy and its input.
     *
     * @param strategy the strategy as {@link StrategyText} reads it
     * @param grid patch rows and columns, as in {@code 5x38}
     */
    MaskingTask(String strategy, String grid) {
        this.strategy = StrategyText.read(strategy);
        Engine.getInstance().setRandomSeed(3);
        inputs = new MaskInputs(manager, grid);
    }

    /**
     * Draws masks for the batch and forgets them. On the CPU the engine has computed them when its calls return.
     *
     * @return the visible patches of each clip
     */
    int draw() {
        try (NDManager scope = manager.newSubManager()) {
            PatchMask mask = strategy.mask(inputs.in(scope));
            return mask.visibleCount();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
