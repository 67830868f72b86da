package org.dapple.models.layers;

import ai.djl.training.initializer.Initializer;

/** Initialisers of parameters, as in MAE and M2D. */
public final class Initializers {
    private Initializers() {}

    /** Uniform in ±sqrt(6 / (rows + columns)) for a weight seen as the matrix [first dimension, all others]. */
    public static final Initializer XAVIER_UNIFORM = (manager, shape, type) -> {
        long rows = shape.get(0);
        long columns = shape.size() / rows;
        return uniform(Math.sqrt(6.0 / (rows + columns))).initialize(manager, shape, type);
    };

    /** Normal with standard deviation 0.02: class and mask tokens, and the weights of data2vec 2.0. */
    public static final Initializer TOKEN = (manager, shape, type) -> manager.randomNormal(0, 0.02f, shape, type);

    /** Normal with standard deviation 1: the class token of data2vec 2.0. */
    static final Initializer UNIT_NORMAL = (manager, shape, type) -> manager.randomNormal(0, 1, shape, type);

    /**
     * Uniform in ±1/sqrt(fanIn), as PyTorch initialises weight and bias of a convolution.
     *
     * @param fanIn number of inputs of an output
     * @return the initialiser
     */
    public static Initializer convolution(int fanIn) {
        return uniform(1 / Math.sqrt(fanIn));
    }

    private static Initializer uniform(double bound) {
        return (manager, shape, type) -> manager.randomUniform((float) -bound, (float) bound, shape, type);
    }
}
