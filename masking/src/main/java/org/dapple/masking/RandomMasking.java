package org.dapple.masking;

import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.ConfigurationException;

/**
 * Masks patches uniformly at random, regardless of their content. Source: He et al., "Masked Autoencoders Are Scalable
 * Vision Learners" (CVPR 2022), section 3.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 */
public record RandomMasking(double ratio) implements MaskingStrategy {

    /** Refuses a ratio outside (0, 1). */
    public RandomMasking {
        requireRatio(ratio);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        int patches = input.grid().count();
        int visible = PatchMask.visibleCount(patches, ratio);
        return MaskDrawing.draw(
                input, visible, scope -> RandomOrder.divide(RandomOrder.keys(scope, input.rows(), patches), visible));
    }

    /** Refuses a ratio outside (0, 1), for all strategies. */
    static void requireRatio(double ratio) {
        ConfigurationException.require(ratio > 0 && ratio < 1, "ratio", "be between 0 and 1, exclusive", ratio);
    }
}
