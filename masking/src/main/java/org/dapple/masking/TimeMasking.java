package org.dapple.masking;

import org.dapple.core.grid.PatchMask;

/**
 * Masks whole patch columns in intervals, as speech models mask time. Of T columns exactly trunc(T · ratio) are masked
 * in all F rows; the first and the last columns are masked more rarely than the middle. Source: wav2vec 2.0's span
 * masking in the form of the DWM paper's code.
 *
 * @param ratio share of columns to mask, between 0 and 1, exclusive
 * @param width columns in an interval
 */
public record TimeMasking(double ratio, int width) implements MaskingStrategy {

    /** Checks the values. */
    public TimeMasking {
        Stripes.requireValues(ratio, width);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        return Stripes.mask(input, ratio, width, 2);
    }
}
