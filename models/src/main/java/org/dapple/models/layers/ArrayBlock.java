package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;

/**
 * A DJL block from one array to one array whose parameter shapes are known when it is made. Dapple's own layers extend
 * it, so each can be used alone in any DJL model.
 */
public abstract class ArrayBlock extends AbstractBlock {

    /** For subclasses. */
    protected ArrayBlock() {
        super((byte) 1);
    }

    /**
     * Computes the layer.
     *
     * @param store where parameter values come from
     * @param input the data
     * @param training whether gradients are being recorded
     * @return the result, on the input's manager
     */
    public abstract NDArray forward(ParameterStore store, NDArray input, boolean training);

    /**
     * The shape of the result.
     *
     * @param input the data's shape
     * @return the result's
     */
    protected abstract Shape outputShape(Shape input);

    /**
     * Declares a parameter of this layer.
     *
     * @param name the field's name: {@code weight}, {@code bias}, …
     * @param type which default initialiser and which of DJL's groups it belongs to
     * @param initializer its first values
     * @param shape its shape
     * @return the parameter
     */
    protected final Parameter parameter(String name, Parameter.Type type, Initializer initializer, long... shape) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(type)
                .optShape(new Shape(shape))
                .optInitializer(initializer)
                .build());
    }

    /**
     * The value of a parameter where the data is.
     *
     * @param store the store
     * @param parameter one of this layer's
     * @param input the data
     * @param training whether gradients are being recorded
     * @return the value, owned by the store
     */
    protected static NDArray value(ParameterStore store, Parameter parameter, NDArray input, boolean training) {
        return store.getValue(parameter, input.getDevice(), training);
    }

    /**
     * Hands an array to another manager. DJL gives the result of {@code parameter.op(..)} to the parameter's manager,
     * where it would stay for the life of the model.
     *
     * @param array a fresh array
     * @param manager its new owner
     * @return the same array
     */
    public static NDArray ownedBy(NDManager manager, NDArray array) {
        array.attach(manager);
        return array;
    }

    /**
     * A number for products in a gradient graph. DJL keeps the number of {@code array.mul(3)} in Java memory and may
     * free it before the backward pass reads it; this one lies in the engine's.
     *
     * @param like gives manager, device and type
     * @param value the number
     * @return a scalar
     */
    public static NDArray constant(NDArray like, double value) {
        return like.getManager().full(new Shape(), (float) value, like.getDataType());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(forward(store, inputs.singletonOrThrow(), training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {outputShape(inputShapes[0])};
    }

    /** Children know their shapes, so the parent's input shape serves them all. */
    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        for (Block child : getChildren().values()) {
            child.initialize(manager, dataType, inputShapes);
        }
    }
}
