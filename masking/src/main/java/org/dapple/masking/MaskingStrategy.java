package org.dapple.masking;

import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;

/**
 * Chooses the masked patches of each clip. An open extension point: an implementation is a record that is both
 * configuration and algorithm.
 *
 * <p>The contract, tested for the whole catalogue: use only NDArray operations on the batch's device (no read-back, no
 * loop over clips or patches); give every row the same number of visible patches; draw all randomness from the engine's
 * generator and never reseed it, so that the caller controls reproducibility. The caller owns the result, which lives
 * on the manager of the spectrograms.
 */
public interface MaskingStrategy {

    /**
     * Draws masks.
     *
     * @param input the batch and the progress of training
     * @return ids [B, L] on the manager of the spectrograms
     */
    PatchMask mask(MaskInput input);

    /**
     * A warning if this strategy behaves unexpectedly on a grid.
     *
     * @param grid the patches of a crop
     * @return one sentence; empty if there is nothing to warn about
     */
    default Optional<String> concern(PatchGrid grid) {
        return Optional.empty();
    }
}
