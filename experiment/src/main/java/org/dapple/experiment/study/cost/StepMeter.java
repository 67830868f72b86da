package org.dapple.experiment.study.cost;

import java.io.IOException;
import org.dapple.train.PretrainingConfig;

/** Measures the cost of a pre-training step in a process of its own, so that its peak memory counts nothing else. */
public interface StepMeter {
    /**
     * Measures some steps.
     *
     * @param config the model, the masking and the batches
     * @param warmup steps before measuring
     * @param steps to measure
     * @return the cost of a step on this machine
     * @throws IOException if it cannot be measured
     */
    StepCost measure(PretrainingConfig config, int warmup, int steps) throws IOException;
}
