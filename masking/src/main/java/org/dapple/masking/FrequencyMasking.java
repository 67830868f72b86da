package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import org.dapple.core.ConfigurationException;
import org.dapple.core.PatchMask;

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
        RandomMasking.requireRatio(ratio);
        ConfigurationException.require(width >= 1, "width", "be at least 1", width);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        int rows = input.grid().freqPatches();
        int columns = input.grid().timePatches();
        int masked = (int) (rows * ratio);
        return MaskDrawing.draw(input, (rows - masked) * columns, scope -> {
            NDArray stripes = Stripes.draw(scope, input.rows(), rows, masked, width);
            return stripes.expandDims(2)
                    .broadcast(input.rows(), rows, columns)
                    .reshape(input.rows(), -1)
                    .argSort(1, true);
        });
    }
}
