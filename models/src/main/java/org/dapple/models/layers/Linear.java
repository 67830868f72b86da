package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import org.dapple.core.ops.Precision;
import org.dapple.core.ops.TorchOps;

/** x · weightᵀ + bias over the last dimension; weight [out, in], bias initially zero. */
public final class Linear extends ArrayBlock {
    private final int outputs;
    private final Precision precision;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * Creates a float32 layer with Xavier-uniform weights.
     *
     * @param inputs width of the input
     * @param outputs width of the output
     */
    public Linear(int inputs, int outputs) {
        this(inputs, outputs, LinearLayers.STANDARD);
    }

    Linear(int inputs, int outputs, LinearLayers layers) {
        this.outputs = outputs;
        this.precision = layers.precision();
        this.weight = parameter("weight", Parameter.Type.WEIGHT, layers.weights(), outputs, inputs);
        this.bias = parameter("bias", Parameter.Type.BIAS, Initializer.ZEROS, outputs);
    }

    /**
     * {@inheritDoc}
     *
     * @param input [.., in]
     * @return [.., out]
     */
    @Override
    public NDArray forward(ParameterStore store, NDArray input, boolean training) {
        return TorchOps.standard()
                .linear(input, value(store, weight, input, training), value(store, bias, input, training), precision);
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input.slice(0, input.dimension() - 1).add(outputs);
    }
}
