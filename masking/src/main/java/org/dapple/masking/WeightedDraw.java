package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.dapple.core.ops.Elementary;

/**
 * Sampling without replacement, in proportion to weights: the sequential law of Plackett and Luce, drawn at once as an
 * exponential race. Each cell finishes after an exponential time divided by its weight; the first m cells are the
 * draws.
 */
final class WeightedDraw {
    /**
     * Half the spacing of the engine's 24-bit variates. Replaces a variate of exactly 0, whose logarithm is infinite.
     */
    private static final float SMALLEST_UNIFORM = 0x1p-25f;

    private WeightedDraw() {}

    /**
     * The cells in the order of the race, the last to finish first.
     *
     * @param weights float32 [B, L], all positive
     * @return int64 [B, L]; the last m entries of a row are m draws in proportion to the weights
     */
    static NDArray order(NDArray weights) {
        NDArray uniform = weights.getManager()
                .randomUniform(0, 1, weights.getShape(), DataType.FLOAT32)
                .maximum(SMALLEST_UNIFORM);
        NDArray exponential = Elementary.log(uniform).neg();
        return exponential.div(weights).argSort(1, false);
    }
}
