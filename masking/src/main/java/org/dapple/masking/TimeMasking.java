package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import org.dapple.core.ConfigurationException;
import org.dapple.core.PatchMask;

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
        RandomMasking.requireRatio(ratio);
        ConfigurationException.require(width >= 1, "width", "be at least 1", width);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        int rows = input.grid().freqPatches();
        int columns = input.grid().timePatches();
        int masked = (int) (columns * ratio);
        return MaskDrawing.draw(input, (columns - masked) * rows, scope -> {
            NDArray stripes = Stripes.draw(scope, input.rows(), columns, masked, width);
            return stripes.expandDims(1)
                    .broadcast(input.rows(), rows, columns)
                    .reshape(input.rows(), -1)
                    .argSort(1, true);
        });
    }
}
