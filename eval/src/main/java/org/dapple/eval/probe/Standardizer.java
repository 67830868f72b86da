package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.dapple.core.ops.Elementary;

/**
 * Mean and population standard deviation of each feature of the training clips; constant features get scale 1. Whether
 * a feature is constant is judged relative to its own size, so the unit of a feature does not matter.
 *
 * @param mean [D]
 * @param scale [D]
 */
record Standardizer(NDArray mean, NDArray scale) {
    /** Deviations below this share of the mean are the rounding noise of a constant. */
    private static final double CONSTANT = 1e-6;

    /** {@return mean and deviation of features, float32 [n, D]} */
    static Standardizer fit(NDArray features) {
        NDArray mean = features.mean(new int[] {0});
        NDArray deviation = Elementary.sqrt(features.sub(mean).square().mean(new int[] {0}));
        NDArray varies = deviation.gt(mean.abs().mul(CONSTANT));
        return new Standardizer(mean, NDArrays.where(varies, deviation, deviation.onesLike()));
    }

    /** {@return features [.., D], standardised} */
    NDArray apply(NDArray features) {
        return features.sub(mean).div(scale);
    }
}
