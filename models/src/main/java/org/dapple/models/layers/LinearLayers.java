package org.dapple.models.layers;

import ai.djl.training.initializer.Initializer;
import org.dapple.core.ops.Precision;

/**
 * Creates the linear layers of a model.
 *
 * @param precision precision of their products
 * @param weights initialiser of their weights
 */
public record LinearLayers(Precision precision, Initializer weights) {
    /** The layers of MAE, in float32. */
    static final LinearLayers STANDARD = new LinearLayers(Precision.FP32, Initializers.XAVIER_UNIFORM);

    /**
     * Creates a layer from [.., inputs] to [.., outputs].
     *
     * @param inputs width of the input
     * @param outputs width of the output
     * @return the layer
     */
    public Linear of(int inputs, int outputs) {
        return new Linear(inputs, outputs, this);
    }
}
