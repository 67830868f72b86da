package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.ConfigurationException;
import org.dapple.core.PatchMask;

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
        try (NDManager scope = input.spectrograms().getManager().newSubManager()) {
            NDArray order = RandomOrder.of(scope, new Shape(input.clips(), patches));
            order.attach(input.spectrograms().getManager());
            return new PatchMask(order, PatchMask.visibleCount(patches, ratio));
        }
    }

    /** The rule that every patch-wise strategy has for its ratio. */
    static void requireRatio(double ratio) {
        ConfigurationException.require(ratio > 0 && ratio < 1, "ratio", "be between 0 and 1, exclusive", ratio);
    }
}
