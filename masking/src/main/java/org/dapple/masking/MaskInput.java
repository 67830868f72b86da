package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import org.dapple.core.PatchGrid;

/**
 * What a strategy may look at.
 *
 * @param spectrograms normalised log-mels, float32 [B, 1, F · patchHeight, T · patchWidth]
 * @param grid how they are cut into patches
 * @param progress share of training that is done, 0 to 1, for schedules
 */
public record MaskInput(NDArray spectrograms, PatchGrid grid, double progress) {

    /** Checks the progress. */
    public MaskInput {
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("progress must be between 0 and 1; it is " + progress);
        }
    }

    /** {@return B, the number of clips} */
    public long clips() {
        return spectrograms.getShape().get(0);
    }
}
