package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/** How much the values of a patch vary. */
public enum Dispersion {
    /** Mean absolute deviation about the mean. */
    MAD(1e-6f) {
        @Override
        NDArray measure(NDArray centered) {
            return centered.abs().mean(new int[] {2});
        }
    },
    /** Unbiased variance: about the square of {@link #MAD}, so it selects more sharply. */
    VARIANCE(1e-12f) {
        @Override
        NDArray measure(NDArray centered) {
            return centered.square()
                    .sum(new int[] {2})
                    .div(Math.max(1, centered.getShape().get(2) - 1));
        }
    };

    private final float zero;

    Dispersion(float zero) {
        this.zero = zero;
    }

    abstract NDArray measure(NDArray centered);

    /**
     * The dispersion of each patch.
     *
     * @param patches float32 [B, L, values], from {@link org.dapple.core.grid.PatchGrid#patchify}
     * @return float32 [B, L]; 0 for constant patches (rounding alone gives about 1e-7) and for non-finite ones
     */
    public NDArray of(NDArray patches) {
        NDArray measured = measure(patches.sub(patches.mean(new int[] {2}, true)));
        NDArray counts = measured.gte(zero).logicalAnd(measured.lte(Float.MAX_VALUE)); // false for NaN
        return NDArrays.where(counts, measured, measured.zerosLike());
    }
}
