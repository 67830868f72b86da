package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.dapple.models.layers.ArrayBlock;

/** A pretext model that acts as its encoder when used as a block. */
abstract class EncoderPretext extends ArrayBlock implements PretextModel {

    @Override
    public final NDArray forward(ParameterStore store, NDArray spectrograms, boolean training) {
        return encoder().forward(store, spectrograms, training);
    }

    @Override
    protected final Shape outputShape(Shape input) {
        return encoder().getOutputShapes(new Shape[] {input})[0];
    }
}
