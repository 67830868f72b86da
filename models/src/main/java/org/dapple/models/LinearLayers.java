package org.dapple.models;

import ai.djl.training.initializer.Initializer;
import org.dapple.core.ops.Precision;

/**
 * What the linear layers of a model have in common.
 *
 * @param precision of their products
 * @param weights first values
 */
record LinearLayers(Precision precision, Initializer weights) {
    /** As MAE has them, in float32. */
    static final LinearLayers STANDARD = new LinearLayers(Precision.FP32, Initializers.XAVIER_UNIFORM);

    /** A layer from one width to another. */
    Linear of(int inputs, int outputs) {
        return new Linear(inputs, outputs, this);
    }
}
