package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import org.dapple.core.PatchMask;

/**
 * Dispersion-weighted masking (DWM): masks patches without replacement with probability proportional to how much their
 * values vary, so that the model has to predict where something happens. Source: Niizumi et al., "Rethinking Masking
 * Strategies for Masked Prediction-based Audio Self-supervised Learning" (IJCNN 2026).
 *
 * <p>The weight of a patch is the mean absolute deviation of its values about their mean, plus 1e-12. The m = L - V
 * masked patches are m sequential draws proportional to the weights, realised as the m smallest of E/w with E
 * exponentially distributed. Then the hint exchange softens the choice ({@link HintSchedule}). A global gain of the
 * normalisation cancels.
 *
 * <p>On purpose unlike the reference: a deviation below 1e-6 counts as none, because rounding gives constant patches
 * about 1e-7, which would outrank exact zeros; and a patch with a non-finite value counts as constant, so that one
 * broken clip changes nothing for the others.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 * @param hint how much of the guidance is given up over training
 */
public record DispersionWeightedMasking(double ratio, HintSchedule hint) implements MaskingStrategy {
    private static final float SMALLEST_WEIGHT = 1e-12f;
    private static final float ZERO_DEVIATION = 1e-6f;

    /** Checks the ratio. */
    public DispersionWeightedMasking {
        RandomMasking.requireRatio(ratio);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        NDManager manager = input.spectrograms().getManager();
        int visible = PatchMask.visibleCount(input.grid().count(), ratio);
        try (NDManager scope = manager.newSubManager()) {
            scope.tempAttachAll(input.spectrograms());
            NDArray weights = meanAbsoluteDeviation(input.grid().patchify(input.spectrograms()))
                    .add(SMALLEST_WEIGHT);
            NDArray order = WeightedDraw.order(weights);
            NDArray ids = HintExchange.apply(order, visible, hint.at(input.progress()));
            ids.attach(manager);
            return new PatchMask(ids, visible);
        }
    }

    /**
     * The weight of each patch before its floor.
     *
     * @param patches float32 [B, L, values]
     * @return float32 [B, L]: mean |x - mean(x)|, 0 where that is below 1e-6 or not finite
     */
    static NDArray meanAbsoluteDeviation(NDArray patches) {
        NDArray deviation = patches.sub(patches.mean(new int[] {2}, true)).abs().mean(new int[] {2});
        NDArray counts = deviation.gte(ZERO_DEVIATION).logicalAnd(deviation.lte(Float.MAX_VALUE)); // false for NaN
        return NDArrays.where(counts, deviation, deviation.zerosLike());
    }
}
