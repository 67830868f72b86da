package org.dapple.masking;

import org.dapple.core.grid.PatchMask;

/**
 * Masks whole patch columns in intervals, as speech models mask time. Exactly trunc(T · ratio) of T columns are masked
 * in all F rows; the first and last columns are masked more rarely than the middle. Source: wav2vec 2.0's span masking,
 * as in the DWM paper's code.
 *
 * @param ratio share of columns to mask, between 0 and 1, exclusive
 * @param width columns in an interval
 */
public record TimeMasking(double ratio, int width) implements MaskingStrategy {

    /** Refuses a ratio outside (0, 1) and a width below 1. */
    public TimeMasking {
        Stripes.requireValues(ratio, width);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        return Stripes.mask(input, ratio, width, 2);
    }
}
