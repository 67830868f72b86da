package org.dapple.masking;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.jspecify.annotations.Nullable;

/**
 * Masks random patch rows and columns together. A batch draws one share of rows and one of columns; each clip draws its
 * own rows and columns. Then single patches are revealed or masked uniformly to make the count exact. Source: the
 * "training mask" of M2D's fine-tuning.
 *
 * <p>The published code keeps the stripes <em>visible</em> instead, and its number of visible patches varies between
 * batches; {@code referenceOrientation} reproduces that. The host must know that count without waiting for the device,
 * so the number of rows comes from the engine's current seed. Seed the engine before each batch, as the training loop
 * does; otherwise the number repeats.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 * @param referenceOrientation true to reproduce the published code
 */
public record StructuredMasking(double ratio, boolean referenceOrientation) implements MaskingStrategy {

    /** Refuses a ratio outside (0, 1). */
    public StructuredMasking {
        RandomMasking.requireRatio(ratio);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        return referenceOrientation ? published(input) : corrected(input);
    }

    private PatchMask corrected(MaskInput input) {
        PatchGrid grid = input.grid();
        int masked = grid.count() - PatchMask.visibleCount(grid.count(), ratio);
        return MaskDrawing.draw(input, grid.count() - masked, scope -> {
            int rows = grid.freqPatches();
            int columns = grid.timePatches();
            NDArray share = scope.randomUniform(0, 1, new Shape(1, 1), DataType.FLOAT32);
            NDArray markedRows = share.mul(rows * ratio + 1).floor().minimum(rows - 1);
            NDArray markedColumns = markedRows
                    .div(-rows)
                    .add(ratio + 0.5 / columns)
                    .maximum(0)
                    .mul(columns)
                    .floor();
            NDArray marked = stripes(scope, input, markedRows, markedColumns);
            NDArray precedence = marked.toType(DataType.INT64, false).mul(RandomOrder.precedence(grid.count()));
            NDArray keys = RandomOrder.keys(scope, input.rows(), grid.count()).add(precedence);
            return RandomOrder.divide(keys, masked).flip(1); // marked patches last
        });
    }

    private PatchMask published(MaskInput input) {
        PatchGrid grid = input.grid();
        int rows = grid.freqPatches();
        int columns = grid.timePatches();
        int markedRows = Math.min(rows - 1, (int) (rows * (ratio + 1.0 / rows) * hostUniform()));
        int markedColumns = (int) (columns * Math.max(ratio + 0.5 / columns - (double) markedRows / rows, 0));
        // As many as unmarked patches, although the marked ones are visible.
        int visible = (rows - markedRows) * (columns - markedColumns);
        return MaskDrawing.draw(input, visible, scope -> stripes(
                        scope,
                        input,
                        scope.full(new Shape(1, 1), markedRows),
                        scope.full(new Shape(1, 1), markedColumns))
                .argSort(1, false));
    }

    private static double hostUniform() {
        @Nullable Integer seed = Engine.getInstance().getSeed();
        return seed == null ? ThreadLocalRandom.current().nextDouble() : new SplittableRandom(seed).nextDouble();
    }

    /** float32 [B · M, L]: 1 in the given numbers of random patch rows and columns of each mask, else 0. */
    private static NDArray stripes(NDManager scope, MaskInput input, NDArray markedRows, NDArray markedColumns) {
        PatchGrid grid = input.grid();
        NDArray inRows =
                choose(scope, input.rows(), grid.freqPatches(), markedRows).expandDims(2);
        NDArray inColumns =
                choose(scope, input.rows(), grid.timePatches(), markedColumns).expandDims(1);
        return inRows.add(inColumns).minimum(1).reshape(input.rows(), grid.count());
    }

    /** float32 [rows, length]: 1 at {@code count} random positions, else 0. */
    private static NDArray choose(NDManager scope, long rows, int length, NDArray count) {
        return RandomOrder.keys(scope, rows, length)
                .argSort(1, true) // a random permutation, because only the device knows the count
                .toType(DataType.FLOAT32, false)
                .lt(count)
                .toType(DataType.FLOAT32, false);
    }
}
