package org.dapple.masking;

import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;

/**
 * Inverse block masking (IBM): square blocks stay <em>visible</em>, the rest is masked, so that the model fills large
 * gaps from compact visible regions. Sources: Baevski et al., "Efficient Self-supervised Learning with Contextualized
 * Target Representations" (data2vec 2.0, 2022); Chen et al., "EAT" (IJCAI 2024).
 *
 * <p>n = trunc(L · (1 - ratio + adjust) / blockSize²) blocks around random patches. Surplus covered patches are masked
 * or missing ones revealed, both uniformly, so every row has exactly the same count. On a grid of 5 × 38 with ratio 0.7
 * the two blocks cannot fill the quota: about 22 of the 57 visible patches are single random ones.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 * @param blockSize side of a block in patches; 5 in the sources
 * @param adjust added to the visible share because blocks overlap; 0.07 in the sources
 */
public record InverseBlockMasking(double ratio, int blockSize, double adjust) implements MaskingStrategy {

    /** Refuses a ratio outside (0, 1), a block size below 1 and an adjustment outside [0, 1]. */
    public InverseBlockMasking {
        RandomMasking.requireRatio(ratio);
        BlockCover.requireSizes(blockSize, adjust);
    }

    @Override
    public Optional<String> concern(PatchGrid grid) {
        return BlockCover.concern(grid, 1 - ratio + adjust, blockSize, "visible");
    }

    @Override
    public PatchMask mask(MaskInput input) {
        int squares = BlockCover.squares(input.grid(), 1 - ratio + adjust, blockSize);
        int visible = PatchMask.visibleCount(input.grid().count(), ratio);
        return MaskDrawing.draw(
                input,
                visible,
                scope -> BlockCover.divide(scope, input.rows(), input.grid(), squares, blockSize, visible));
    }
}
