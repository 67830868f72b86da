package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.settings.ConfigurationException;

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

    /** That there is room for no square at all: a small grid and a large square, as the published ones are. */
    static Optional<String> concern(PatchGrid grid, double share, int blockSize, String what) {
        return seeds(grid, share, blockSize) > 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "masks are uniformly random here: a block of %d x %d patches is more than the %s patches of a grid"
                                + " of %d x %d (choose a smaller masking.block_size)",
                        blockSize,
                        blockSize,
                        what,
                        grid.freqPatches(),
                        grid.timePatches()));
    }

    /**
     * Divides the patches: those under squares around uniformly random cells (drawn with replacement, cut off at the
     * edges) before the others, random inside either part.
     *
     * @param scope owner of the result
     * @param rows independent covers
     * @param seeds squares in each
     * @param side patches along a square's side; an even square reaches one further down and left
     * @param first how many patches to put in front
     * @return int64 [rows, L]: {@code first} patches, of the covered ones as many as there are, then the others
     */
    static NDArray divide(NDManager scope, long rows, PatchGrid grid, int seeds, int side, int first) {
        NDArray keys = RandomOrder.keys(scope, rows, grid.count());
        if (seeds > 0) {
            NDArray covered = draw(scope, rows, grid, seeds, side).toType(DataType.INT64, false);
            keys = keys.add(covered.mul(RandomOrder.precedence(grid.count())));
        }
        return RandomOrder.divide(keys, first);
    }

    /** float32 [rows, L]: 1 under a square, else 0. */
    static NDArray draw(NDManager scope, long rows, PatchGrid grid, int seeds, int side) {
        NDArray inRows = within(scope, rows, seeds, grid.freqPatches(), side);
        NDArray inColumns = within(scope, rows, seeds, grid.timePatches(), side);
        NDArray squares = inRows.transpose(0, 2, 1).matMul(inColumns); // [rows, F, T]: squares over each cell
        return squares.minimum(1).reshape(rows, grid.count());
    }

    /** 1 where a place along one axis lies within reach of a random centre: float32 [rows, seeds, length]. */
    private static NDArray within(NDManager scope, long rows, int seeds, int length, int side) {
        NDArray centres = scope.randomInteger(0, length, new Shape(rows, seeds, 1), DataType.INT64);
        NDArray distance = scope.arange(0, length, 1, DataType.INT64).sub(centres);
        int before = side / 2;
        return distance.gte(-before).logicalAnd(distance.lt(side - before)).toType(DataType.FLOAT32, false);
    }
}
