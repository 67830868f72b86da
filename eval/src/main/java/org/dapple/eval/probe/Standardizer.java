package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.dapple.core.ops.Elementary;

/**
 * Mean and population standard deviation of each feature of the training clips; constant features get scale 1. What is
 * constant is decided by each feature's own size, so features in other units standardise to the same.
 *
 * @param mean [D]
 * @param scale [D]
 */
record Standardizer(NDArray mean, NDArray scale) {
    /** Smaller deviations, relative to the mean, are rounding noise of a constant. */
    private static final double CONSTANT = 1e-6;

    /** Fits to float32 [n, D]. */
    static Standardizer fit(NDArray features) {
        NDArray mean = features.mean(new int[] {0});
        NDArray deviation = Elementary.sqrt(features.sub(mean).square().mean(new int[] {0}));
        NDArray varies = deviation.gt(mean.abs().mul(CONSTANT));
        return new Standardizer(mean, NDArrays.where(varies, deviation, deviation.onesLike()));
    }

    /** Standardises [.., D]. */
    NDArray apply(NDArray features) {
        return features.sub(mean).div(scale);
    }
}
