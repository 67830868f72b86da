package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import org.dapple.core.grid.PatchMask;

/**
 * Dispersion-weighted masking (DWM): masks patches without replacement with probability proportional to how much their
 * values vary, so that the model has to predict where something happens. Source: Niizumi et al., "Rethinking Masking
 * Strategies for Masked Prediction-based Audio Self-supervised Learning" (IJCNN 2026).
 *
 * <p>The weight of a patch is its {@link Dispersion} plus 1e-12. The m = L - V masked patches are m sequential draws
 * proportional to the weights, or the m largest. Then the hint exchange softens the choice ({@link HintSchedule}). A
 * global gain of the normalisation cancels.
 *
 * <p>On purpose unlike the reference: a deviation below 1e-6 counts as none, because rounding gives constant patches
 * about 1e-7, which would outrank exact zeros; and a patch with a non-finite value counts as constant, so that one
 * broken clip changes nothing for the others.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 * @param dispersion what counts as happening
 * @param sampling whether the most dispersed patches are likely to be masked, or certain
 * @param hint how much of the guidance is given up over training
 */
public record DispersionWeightedMasking(double ratio, Dispersion dispersion, Sampling sampling, HintSchedule hint)
        implements MaskingStrategy {
    /** Keeps constant patches eligible. */
    private static final float SMALLEST_WEIGHT = 1e-12f;

    /** How the masked patches follow from the weights. */
    public enum Sampling {
        /** Drawn without replacement, proportional to the weights. */
        PROBABILISTIC,
        /** The largest weights, without chance before the hint exchange (the paper's ablation). */
        TOP_K
    }

    /** Checks the ratio. */
    public DispersionWeightedMasking {
        RandomMasking.requireRatio(ratio);
    }

    /**
     * The paper's form: mean absolute deviation, drawn.
     *
     * @param ratio share of patches to mask
     * @param hint how much of the guidance is given up over training
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
