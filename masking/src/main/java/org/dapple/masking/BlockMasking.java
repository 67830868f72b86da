package org.dapple.masking;

import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;

/**
 * Block masking as in BEiT (Bao et al., ICLR 2022): square blocks are <em>masked</em>. Like {@link InverseBlockMasking}
 * with the roles exchanged: n = trunc(L · (ratio + adjust) / blockSize²) blocks are drawn, then surplus patches are
 * revealed or missing ones masked uniformly.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 * @param blockSize side of a block in patches
 * @param adjust added to the masked share because blocks overlap
 */
public record BlockMasking(double ratio, int blockSize, double adjust) implements MaskingStrategy {

    /** Refuses a ratio outside (0, 1), a block size below 1 and an adjustment outside [0, 1]. */
    public BlockMasking {
        RandomMasking.requireRatio(ratio);
        BlockCover.requireSizes(blockSize, adjust);
    }

    @Override
    public Optional<String> concern(PatchGrid grid) {
        return BlockCover.concern(grid, ratio + adjust, blockSize, "masked");
    }

    @Override
    public PatchMask mask(MaskInput input) {
        int squares = BlockCover.squares(input.grid(), ratio + adjust, blockSize);
        int patches = input.grid().count();
        int visible = PatchMask.visibleCount(patches, ratio);
        return MaskDrawing.draw(input, visible, scope -> BlockCover.divide(
                        scope, input.rows(), input.grid(), squares, blockSize, patches - visible)
                .flip(1)); // covered patches last
    }
}
