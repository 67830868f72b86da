package org.dapple.train.optim;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.Map;

/** Updates parameters by their gradients. An open extension point. */
public interface Optimizer {

    /**
     * One update in place.
     *
     * @param gradients of this step; their manager owns intermediate results
     * @param learningRate of this step
     */
    void step(Gradients gradients, double learningRate);

    /** The constants of an optimiser, as a configuration holds them. */
    interface Recipe {

        /**
         * An optimiser before its first update.
         *
         * @param parameters by name, initialised; those without gradients are not changed
         * @param manager owner of its state
         * @return the optimiser
         */
        Optimizer start(Map<String, Parameter> parameters, NDManager manager);
    }
}
