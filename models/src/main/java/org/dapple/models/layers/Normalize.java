package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import org.dapple.core.ops.Elementary;

/** Normalisation without learned gain or offset. */
public final class Normalize {
    private static final double EPSILON = 1e-5;
    private static final float TARGET_EPSILON = 1e-6f;

    private Normalize() {}

    /**
     * Scales to mean 0 and biased variance 1 along one axis.
     *
     * @param axis the axis
     * @param values any shape
     * @return the same shape, on the manager of the values
     */
    public static NDArray over(int axis, NDArray values) {
        NDArray centered = values.sub(values.mean(new int[] {axis}, true));
        NDArray variance = centered.square().mean(new int[] {axis}, true);
        return centered.div(Elementary.sqrt(variance.add(ArrayBlock.constant(variance, EPSILON))));
    }

    /**
     * Scales to mean 0 and unbiased variance 1 over the last dimension: the targets of MAE and M2D, without gradients.
     *
     * @param vectors [B, L, D]
     * @return the same shape, on the manager of the vectors
     */
    public static NDArray standardized(NDArray vectors) {
        NDArray centered = vectors.sub(vectors.mean(new int[] {2}, true));
        NDArray variance = centered.square()
                .sum(new int[] {2}, true)
                .div(vectors.getShape().get(2) - 1);
        return centered.div(Elementary.sqrt(variance.add(TARGET_EPSILON)));
    }
}
