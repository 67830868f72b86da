package org.dapple.train.optim;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.Map;

/** Turns gradients into changes of parameters. An open extension point. */
public interface Optimizer {

    /**
     * One update in place.
     *
     * @param gradients of this step; their manager owns what is computed on the way
     * @param learningRate of this step
     */
    void step(Gradients gradients, double learningRate);

    /** An optimiser's constants: what a configuration holds. */
    interface Recipe {

        /**
         * An optimiser before its first update.
         *
         * @param parameters by name, initialised; those that need no gradient are left alone
         * @param manager owner of what it remembers
         * @return the optimiser
         */
        Optimizer start(Map<String, Parameter> parameters, NDManager manager);
    }
}
