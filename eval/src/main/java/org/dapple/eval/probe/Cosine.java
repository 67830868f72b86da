package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import org.dapple.core.ops.Elementary;

/** Directions of vectors, for cosine similarities. */
final class Cosine {
    private static final float SHORTEST = 1e-12f;

    private Cosine() {}

    /** {@return the rows of [n, D], scaled to length 1; a row of zeros stays zero} */
    static NDArray unit(NDArray features) {
        NDArray length = Elementary.sqrt(features.square().sum(new int[] {1}, true));
        return features.div(length.maximum(SHORTEST));
    }
}
