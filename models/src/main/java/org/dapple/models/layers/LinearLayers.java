package org.dapple.models.layers;

import ai.djl.training.initializer.Initializer;
import org.dapple.core.ops.Precision;

/**
 * What the linear layers of a model have in common.
 *
 * @param precision of their products
 * @param weights first values
 */
public record LinearLayers(Precision precision, Initializer weights) {
    /** As MAE has them, in float32. */
    static final LinearLayers STANDARD = new LinearLayers(Precision.FP32, Initializers.XAVIER_UNIFORM);

    /** A layer from one width to another. */
    public Linear of(int inputs, int outputs) {
        return new Linear(inputs, outputs, this);
    }
}
