package org.dapple.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;

/** x · weightᵀ + bias over the last dimension; weight [out, in], Xavier-uniform, bias zero. */
public final class Linear extends ArrayBlock {
    private final int outputs;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * A layer.
     *
     * @param inputs width of the data
     * @param outputs width of the result
     */
    public Linear(int inputs, int outputs) {
        this.outputs = outputs;
        this.weight = parameter("weight", Parameter.Type.WEIGHT, Initializers.XAVIER_UNIFORM, outputs, inputs);
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
        return ai.djl.nn.core.Linear.linear(
                        input, value(store, weight, input, training), value(store, bias, input, training))
                .singletonOrThrow();
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input.slice(0, input.dimension() - 1).add(outputs);
    }
}
