package org.dapple.masking;

import org.dapple.core.grid.PatchMask;

/**
 * Masks whole patch rows: {@link TimeMasking} along frequency. Exactly trunc(F · ratio) of F rows are masked in all T
 * columns.
 *
 * @param ratio share of rows to mask, between 0 and 1, exclusive
 * @param width rows in an interval
 */
public record FrequencyMasking(double ratio, int width) implements MaskingStrategy {

    /** Refuses a ratio outside (0, 1) and a width below 1. */
    public FrequencyMasking {
        Stripes.requireValues(ratio, width);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        return Stripes.mask(input, ratio, width, 1);
    }
}
