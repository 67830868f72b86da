package org.dapple.masking.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.ops.Elementary;

/** Leading eigenvectors of batches of symmetric matrices, by repeated squaring with matrix products only. */
final class Eigenvectors {
    private static final int SQUARINGS = 12;
    private static final float SMALLEST = 1e-30f;

    private Eigenvectors() {}

    /** The eigenvector of the eigenvalue with the largest magnitude: [B, n, n] to [B, n, 1]. */
    static NDArray leading(NDArray matrices) {
        return dominant(powered(matrices));
    }

    /**
     * The eigenvector of the second-largest eigenvalue, for matrices with a small gap after it: [B, n, n] to [B, n, 1].
     */
    static NDArray second(NDArray matrices) {
        NDArray first = leading(matrices);
        NDArray value = first.transpose(0, 2, 1).matMul(matrices).matMul(first);
        NDArray deflated = matrices.sub(first.matMul(first.transpose(0, 2, 1)).mul(value));
        return leading(deflated);
    }

    /** The 4096th power, scaled. */
    private static NDArray powered(NDArray matrices) {
        NDArray power = scaled(matrices);
        for (int i = 0; i < SQUARINGS; i++) {
            power = scaled(power.matMul(power));
        }
        return power;
    }

    /** Divides by the largest entry, which keeps the power within float32. */
    private static NDArray scaled(NDArray matrices) {
        NDArray largest = matrices.abs().max(new int[] {2}).max(new int[] {1}).reshape(-1, 1, 1);
        return matrices.div(largest.maximum(SMALLEST));
    }

    /** The column with the largest diagonal entry, scaled to length 1: nearly the dominant eigenvector. */
    private static NDArray dominant(NDArray power) {
        Shape shape = power.getShape();
        NDArray identity = power.getManager().eye((int) shape.get(1));
        NDArray diagonal = power.mul(identity).sum(new int[] {2});
        NDArray best = diagonal.argMax(1).toType(DataType.INT64, false).reshape(-1, 1, 1);
        NDArray column = power.gather(best.broadcast(shape.get(0), shape.get(1), 1), 2);
        return unit(column);
    }

    /** Scales [B, L, 1] to length 1. */
    private static NDArray unit(NDArray vectors) {
        NDArray length = Elementary.sqrt(vectors.square().sum(new int[] {1}, true));
        return vectors.div(length.maximum(SMALLEST));
    }
}
