package org.dapple.models;

import ai.djl.ndarray.NDArray;

/** Normalisation without learned gain or offset. */
final class Normalize {
    private static final double EPSILON = 1e-5;

    private Normalize() {}

    /** Mean 0 and biased variance 1 along one axis. */
    static NDArray over(int axis, NDArray values) {
        NDArray centered = values.sub(values.mean(new int[] {axis}, true));
        NDArray variance = centered.square().mean(new int[] {axis}, true);
        return centered.div(variance.add(ArrayBlock.constant(variance, EPSILON)).sqrt());
    }
}
