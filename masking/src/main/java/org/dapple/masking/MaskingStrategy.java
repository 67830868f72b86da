package org.dapple.masking;

import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;

/**
 * Chooses which patches of each clip are hidden. An open extension point: an implementation is a record that is both
 * the configuration and the algorithm.
 *
 * <p>The contract, held by a test over the whole catalogue: NDArray operations on the batch's device only (no
 * read-back, no loop over clips or patches), the same number of visible patches in every row, all randomness drawn from
 * the engine's generator and never reseeded, so that the caller alone decides what can be drawn again. The caller also
 * owns the result: it lives on the manager of the spectrograms.
 */
public interface MaskingStrategy {

    /**
     * Draws masks.
     *
     * @param input the batch and where training stands
     * @return ids [B, L] on the manager of the spectrograms
     */
    PatchMask mask(MaskInput input);

    /**
     * What people should know who use this strategy on a grid, because they would hardly expect it.
     *
     * @param grid the patches of a crop
     * @return one sentence; empty if there is nothing to say
     */
    default Optional<String> concern(PatchGrid grid) {
        return Optional.empty();
    }
}
