package org.dapple.experiment.study;

import org.dapple.train.PretrainingConfig;

/**
 * One pre-training run of a study.
 *
 * @param strategy pretext model and masking
 * @param seed of all randomness of the run
 * @param config everything that decides the run, apart from its data
 */
public record Cell(Strategy strategy, long seed, PretrainingConfig config) {

    /** {@return its name in folders and tables, for example {@code mae-dwm-seed3}} */
    public String name() {
        return strategy.model() + "-" + strategy.masks() + "-seed" + seed;
    }
}
