package org.dapple.masking;

import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.ConfigurationException;

/**
 * Masks patches uniformly at random, whatever they contain. Source: He et al., "Masked Autoencoders Are Scalable Vision
 * Learners" (CVPR 2022), section 3.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 */
public record RandomMasking(double ratio) implements MaskingStrategy {

    /** Checks the ratio. */
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

    /** The rule that every strategy has for its ratio. */
    static void requireRatio(double ratio) {
        ConfigurationException.require(ratio > 0 && ratio < 1, "ratio", "be between 0 and 1, exclusive", ratio);
    }
}
