package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;

/** Layer normalisation over the last dimension with a learned gain and offset; epsilon 1e-6, as in ViT. */
public final class LayerNorm extends ArrayBlock {
    private static final float EPSILON = 1e-6f;

    private final Shape normalized;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * Creates a layer.
     *
     * @param width size of the last dimension
     */
    public LayerNorm(int width) {
        this.normalized = new Shape(width);
        this.weight = parameter("weight", Parameter.Type.GAMMA, Initializer.ONES, width);
        this.bias = parameter("bias", Parameter.Type.BETA, Initializer.ZEROS, width);
    }

    @Override
    public NDArray forward(ParameterStore store, NDArray input, boolean training) {
        return ai.djl.nn.norm.LayerNorm.layerNorm(
                        input,
                        normalized,
                        value(store, weight, input, training),
                        value(store, bias, input, training),
                        EPSILON)
                .singletonOrThrow();
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }
}
