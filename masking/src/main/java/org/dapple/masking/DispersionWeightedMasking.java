package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import org.dapple.core.grid.PatchMask;

/**
 * Dispersion-weighted masking (DWM): masks patches without replacement, with probability proportional to the dispersion
 * of their values, so that the model must predict the eventful parts. Source: Niizumi et al., "Rethinking Masking
 * Strategies for Masked Prediction-based Audio Self-supervised Learning" (IJCNN 2026).
 *
 * <p>The weight of a patch is its {@link Dispersion} plus 1e-12. The m = L - V masked patches are m sequential draws in
 * proportion to the weights, or the m largest. Then the hint exchange softens the choice ({@link HintSchedule}). The
 * scale of the normalisation cancels.
 *
 * <p>Two deliberate differences from the reference: a deviation below 1e-6 counts as zero, because rounding gives
 * constant patches about 1e-7, which would outrank exact zeros; and a patch with a non-finite value counts as constant,
 * so that one broken clip does not affect the others.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 * @param dispersion measure of dispersion
 * @param sampling whether masks are drawn in proportion to the weights or take the largest
 * @param hint hint ratio over training: 0 follows the weights, 1 is random masking
 */
public record DispersionWeightedMasking(double ratio, Dispersion dispersion, Sampling sampling, HintSchedule hint)
        implements MaskingStrategy {
    /** Keeps constant patches eligible. */
    private static final float SMALLEST_WEIGHT = 1e-12f;

    /** How masked patches are chosen by weight. */
    public enum Sampling {
        /** Draws without replacement, in proportion to the weights. */
        PROBABILISTIC,
        /** Takes the largest weights; only the hint exchange is random (the paper's ablation). */
        TOP_K
    }

    /** Refuses a ratio outside (0, 1). */
    public DispersionWeightedMasking {
        RandomMasking.requireRatio(ratio);
    }

    /**
     * The paper's form: mean absolute deviation, probabilistic sampling.
     *
     * @param ratio share of patches to mask, between 0 and 1, exclusive
     * @param hint hint ratio over training: 0 follows the weights, 1 is random masking
     */
    public DispersionWeightedMasking(double ratio, HintSchedule hint) {
        this(ratio, Dispersion.MAD, Sampling.PROBABILISTIC, hint);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        int visible = PatchMask.visibleCount(input.grid().count(), ratio);
        return MaskDrawing.draw(input, visible, scope -> {
            NDArray dispersed = dispersion.of(input.grid().patchify(input.spectrograms()));
            NDArray weights = input.perMask(dispersed.add(SMALLEST_WEIGHT));
            NDArray order =
                    switch (sampling) {
                        case PROBABILISTIC -> WeightedDraw.order(weights);
                        case TOP_K -> weights.argSort(1, true);
                    };
            return HintExchange.apply(order, visible, hint.at(input.progress()));
        });
    }
}
