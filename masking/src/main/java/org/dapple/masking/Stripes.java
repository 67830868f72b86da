package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.ConfigurationException;

/**
 * Random intervals along one axis. The sequential law: until {@code marked} positions are marked, pick a start
 * uniformly, and mark it and the {@code width - 1} positions after it; then unmark the surplus from the end of the
 * axis.
 *
 * <p>All positions are drawn at once. Picking a start again adds nothing, so only the order of first picks counts. That
 * order is a uniform permutation, given by uniform noise. A position is marked when the earliest start that reaches it
 * is picked, at the minimum of the noise over the {@code width} starts up to the position. The process ends with the
 * start that brings the count to {@code marked}, at the {@code marked}-th smallest of those minima.
 */
final class Stripes {
    private Stripes() {}

    /** Refuses a ratio outside (0, 1) and a width below 1. */
    static void requireValues(double ratio, int width) {
        RandomMasking.requireRatio(ratio);
        ConfigurationException.require(width >= 1, "width", "be at least 1", width);
    }

    /**
     * A mask of stripes across the whole grid.
     *
     * @param input the batch
     * @param ratio share of positions along the axis to mask
     * @param width positions in a stripe
     * @param axis 1 for stripes of patch rows, 2 for stripes of patch columns
     * @return the mask; trunc(n · ratio) of n positions along the axis are masked
     */
    static PatchMask mask(MaskInput input, double ratio, int width, int axis) {
        PatchGrid grid = input.grid();
        int length = axis == 1 ? grid.freqPatches() : grid.timePatches();
        int marked = (int) (length * ratio);
        int visible = (length - marked) * (grid.count() / length);
        return MaskDrawing.draw(input, visible, scope -> {
            // Whole rows or columns: sorting positions along the axis suffices.
            NDArray places = draw(scope, input.rows(), length, marked, width)
                    .argSort(1, true)
                    .expandDims(2);
            NDArray across = scope.arange(0, grid.count() / length, 1, DataType.INT64);
            NDArray ids =
                    axis == 1 ? places.mul(grid.timePatches()).add(across) : places.add(across.mul(grid.timePatches()));
            return ids.reshape(input.rows(), grid.count());
        });
    }

    /**
     * Draws the marked positions of an axis.
     *
     * @return float32 [rows, length]: 1 at exactly {@code marked} positions, else 0
     */
    static NDArray draw(NDManager scope, long rows, int length, int marked, int width) {
        if (marked == 0) {
            return scope.zeros(new Shape(rows, length));
        }
        NDArray picked = scope.randomUniform(0, 1, new Shape(rows, length), DataType.FLOAT32);
        NDArray reached = earliest(picked, Math.min(width, length));
        NDArray last = reached.sort(1).get(new NDIndex(":, {}:{}", marked - 1, marked));
        NDArray covered = reached.lte(last).toType(DataType.FLOAT32, false);
        return covered.mul(covered.cumSum(1).lte(marked).toType(DataType.FLOAT32, false));
    }

    /** The minimum over each position and the {@code width - 1} before it. */
    private static NDArray earliest(NDArray picked, int width) {
        long rows = picked.getShape().get(0);
        NDArray never = picked.getManager().full(new Shape(rows, width - 1L), 2);
        NDArray padded = width == 1 ? picked : never.concat(picked, 1);
        NDArray image = padded.neg().reshape(rows, 1, 1, -1);
        return Pool.maxPool2d(image, new Shape(1, width), new Shape(1, 1), new Shape(0, 0), false)
                .reshape(rows, -1)
                .neg();
    }
}
