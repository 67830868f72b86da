package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.ConfigurationException;
import org.dapple.core.PatchGrid;

/** Squares thrown at random on a patch grid. */
final class BlockCover {
    private BlockCover() {}

    /** The rules that block strategies share for their keys. */
    static void requireSizes(int blockSize, double adjust) {
        ConfigurationException.require(blockSize >= 1, "block_size", "be at least 1", blockSize);
        ConfigurationException.require(adjust >= 0 && adjust <= 1, "adjust", "be between 0 and 1", adjust);
    }

    /** How many squares: as many as would cover the share without overlap. */
    static int seeds(PatchGrid grid, double share, int blockSize) {
        return (int) (grid.count() * share / (blockSize * blockSize));
    }

    /**
     * Draws squares around uniformly random cells (with replacement), cut off at the edges.
     *
     * @param scope owner of the result
     * @param rows independent covers
     * @param seeds squares in each
     * @param side patches along a square's side; an even square reaches one further down and left
     * @return float32 [rows, L]: uniform noise below 1 everywhere, plus 1 where a square lies; its order is a random
     *     order of the covered cells behind a random order of the others
     */
    static NDArray noisy(NDManager scope, long rows, PatchGrid grid, int seeds, int side) {
        Shape shape = new Shape(rows, grid.count());
        NDArray noise = scope.randomUniform(0, 1, shape, DataType.FLOAT32);
        if (seeds == 0) {
            return noise;
        }
        NDArray inRows = within(scope, rows, seeds, grid.freqPatches(), side);
        NDArray inColumns = within(scope, rows, seeds, grid.timePatches(), side);
        NDArray hits = inRows.transpose(0, 2, 1).matMul(inColumns); // [rows, F, T]: squares over each cell
        return hits.minimum(1).reshape(shape).add(noise);
    }

    /** 1 where a place along one axis lies within reach of a random centre: float32 [rows, seeds, length]. */
    private static NDArray within(NDManager scope, long rows, int seeds, int length, int side) {
        NDArray centres = scope.randomInteger(0, length, new Shape(rows, seeds, 1), DataType.INT64);
        NDArray distance = scope.arange(0, length, 1, DataType.INT64).sub(centres);
        int before = side / 2;
        return distance.gte(-before).logicalAnd(distance.lt(side - before)).toType(DataType.FLOAT32, false);
    }
}
