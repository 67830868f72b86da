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
 * A DJL block with one input and one output array, whose parameter shapes are known at construction. Dapple's layers
 * extend it, so each can be used alone in any DJL model.
 */
public abstract class ArrayBlock extends AbstractBlock {

    /** Constructor for subclasses. */
    protected ArrayBlock() {
        super((byte) 1);
    }

    /**
     * Computes the layer.
     *
     * @param store source of the parameter values
     * @param input the input, usually float32 [B, N, D]; see the layer
     * @param training whether gradients are recorded
     * @return the output, shaped as {@link #outputShape} says, on the input's manager
     */
    public abstract NDArray forward(ParameterStore store, NDArray input, boolean training);

    /**
     * The shape of the output.
     *
     * @param input shape of the input
     * @return shape of the output
     */
    protected abstract Shape outputShape(Shape input);

    /**
     * Declares a parameter of this layer.
     *
     * @param name the field's name: {@code weight}, {@code bias}, …
     * @param type DJL's type of parameter
     * @param initializer its initialiser
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
     * The value of a parameter on the device of the input.
     *
     * @param store source of the parameter values
     * @param parameter a parameter of this layer
     * @param input any array on the device
     * @param training whether gradients are recorded
     * @return the value, in the shape of the parameter, owned by the store
     */
    protected static NDArray value(ParameterStore store, Parameter parameter, NDArray input, boolean training) {
        return store.getValue(parameter, input.getDevice(), training);
    }

    /**
     * Moves an array to another manager. DJL attaches the result of {@code parameter.op(..)} to the parameter's
     * manager, where it would stay as long as the model.
     *
     * @param manager the new owner
     * @param array an array of any shape
     * @return the same array
     */
    public static NDArray ownedBy(NDManager manager, NDArray array) {
        array.attach(manager);
        return array;
    }

    /**
     * A number for products in a gradient graph. DJL keeps the number of {@code array.mul(3)} in Java memory and may
     * free it before the backward pass reads it; this one is in the engine's memory.
     *
     * @param like gives manager, device and type
     * @param value the number
     * @return a scalar, shape []
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

    /** Children know their shapes, so they all get the parent's input shape. */
    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        for (Block child : getChildren().values()) {
            child.initialize(manager, dataType, inputShapes);
        }
    }
}
