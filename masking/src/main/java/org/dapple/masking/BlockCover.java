package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.settings.ConfigurationException;

/** Squares at random positions on a patch grid. */
final class BlockCover {
    private BlockCover() {}

    /** Refuses a block size below 1 and an adjustment outside [0, 1]. */
    static void requireSizes(int blockSize, double adjust) {
        ConfigurationException.require(blockSize >= 1, "block_size", "be at least 1", blockSize);
        ConfigurationException.require(adjust >= 0 && adjust <= 1, "adjust", "be between 0 and 1", adjust);
    }

    /** The number of squares that would cover the share without overlap. */
    static int squares(PatchGrid grid, double share, int blockSize) {
        return (int) (grid.count() * share / (blockSize * blockSize));
    }

    /** A warning if the grid is too small for one square of this size. */
    static Optional<String> concern(PatchGrid grid, double share, int blockSize, String what) {
        return squares(grid, share, blockSize) > 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "masks are uniformly random: a block of %d x %d patches exceeds the %s patches"
                                + " of the %d x %d grid (choose a smaller masking.block_size)",
                        blockSize,
                        blockSize,
                        what,
                        grid.freqPatches(),
                        grid.timePatches()));
    }

    /**
     * Divides the patches into covered and uncovered ones, in random order within either part. Squares lie around
     * uniformly random cells, drawn with replacement, and are clipped at the edges.
     *
     * @param scope owner of the result
     * @param rows number of independent covers
     * @param squares number of squares in each cover
     * @param side patches along a square's side; an even square reaches one patch further down and left
     * @param first number of patches to put in front
     * @return int64 [rows, L]: {@code first} patches, covered ones preferred, then the others
     */
    static NDArray divide(NDManager scope, long rows, PatchGrid grid, int squares, int side, int first) {
        NDArray keys = RandomOrder.keys(scope, rows, grid.count());
        if (squares > 0) {
            NDArray covered = draw(scope, rows, grid, squares, side).toType(DataType.INT64, false);
            keys = keys.add(covered.mul(RandomOrder.precedence(grid.count())));
        }
        return RandomOrder.divide(keys, first);
    }

    /** float32 [rows, L]: 1 under a square, else 0. */
    static NDArray draw(NDManager scope, long rows, PatchGrid grid, int squares, int side) {
        NDArray inRows = within(scope, rows, squares, grid.freqPatches(), side);
        NDArray inColumns = within(scope, rows, squares, grid.timePatches(), side);
        NDArray over = inRows.transpose(0, 2, 1).matMul(inColumns); // [rows, F, T]: number of squares over each cell
        return over.minimum(1).reshape(rows, grid.count());
    }

    /** float32 [rows, squares, length]: 1 where a position along one axis is within reach of a random centre. */
    private static NDArray within(NDManager scope, long rows, int squares, int length, int side) {
        NDArray centres = scope.randomInteger(0, length, new Shape(rows, squares, 1), DataType.INT64);
        NDArray distance = scope.arange(0, length, 1, DataType.INT64).sub(centres);
        int before = side / 2;
        return distance.gte(-before).logicalAnd(distance.lt(side - before)).toType(DataType.FLOAT32, false);
    }
}
