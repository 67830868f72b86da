package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;

/** Two linear layers with an exact (erf) GELU between them. */
public final class Mlp extends ArrayBlock {
    private final Linear fc1;
    private final Linear fc2;

    /**
     * Creates a layer.
     *
     * @param width D
     * @param hidden width of the hidden layer
     */
    public Mlp(int width, int hidden) {
        this(width, hidden, LinearLayers.STANDARD);
    }

    Mlp(int width, int hidden, LinearLayers layers) {
        this.fc1 = addChildBlock("fc1", layers.of(width, hidden));
        this.fc2 = addChildBlock("fc2", layers.of(hidden, width));
    }

    @Override
    public NDArray forward(ParameterStore store, NDArray input, boolean training) {
        return fc2.forward(store, Activation.gelu(fc1.forward(store, input, training)), training);
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }
}
