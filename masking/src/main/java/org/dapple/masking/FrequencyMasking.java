package org.dapple.masking;

import org.dapple.core.grid.PatchMask;

/**
 * Masks whole patch rows: {@link TimeMasking} along frequency. Of F rows exactly trunc(F · ratio) are masked in all T
 * columns.
 *
 * @param ratio share of rows to mask, between 0 and 1, exclusive
 * @param width rows in an interval
 */
public record FrequencyMasking(double ratio, int width) implements MaskingStrategy {

    /** Checks the values. */
    public FrequencyMasking {
        Stripes.requireValues(ratio, width);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        return Stripes.mask(input, ratio, width, 1);
    }
}
