package org.dapple.experiment.study.cost;

import java.io.IOException;
import org.dapple.train.PretrainingConfig;

/** Measures what a step of pre-training costs, in a process of its own, so that nothing else counts to its memory. */
public interface StepMeter {
    /**
     * Measures.
     *
     * @param config the model, the masks and the batches
     * @param warmup steps before
     * @param steps to measure
     * @return what a step costs here
     * @throws IOException if it cannot be measured
     */
    StepCost measure(PretrainingConfig config, int warmup, int steps) throws IOException;
}
