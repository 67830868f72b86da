package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Uniformly random permutations. */
final class RandomOrder {
    private RandomOrder() {}

    /** One permutation of 0..n-1 in each row of int64 [B, n]; ties of the 24-bit variates have no weight. */
    static NDArray of(NDManager manager, Shape shape) {
        return manager.randomUniform(0, 1, shape, DataType.FLOAT32).argSort(1, true);
    }

    /** The columns of int64 [B, n] in an order of each row's own. */
    static NDArray shuffle(NDArray ids) {
        return ids.gather(of(ids.getManager(), ids.getShape()), 1);
    }
}
