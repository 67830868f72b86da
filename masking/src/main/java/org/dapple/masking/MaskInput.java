package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import org.dapple.core.grid.PatchGrid;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy may look at.
 *
 * @param spectrograms normalised log-mels, float32 [B, 1, F · patchHeight, T · patchWidth]
 * @param grid how they are cut into patches
 * @param progress share of training that is done, 0 to 1, for schedules
 * @param masksPerClip M, how many masks to draw for each clip (data2vec 2.0 draws several)
 * @param features the model's view of the patches, for self-guided strategies; null if there is none
 */
public record MaskInput(
        NDArray spectrograms,
        PatchGrid grid,
        double progress,
        int masksPerClip,
        @Nullable TokenFeatures features) {

    /** Checks progress and number of masks. */
    public MaskInput {
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("progress must be between 0 and 1; it is " + progress);
        }
        if (masksPerClip < 1) {
            throw new IllegalArgumentException("masksPerClip must be at least 1; it is " + masksPerClip);
        }
    }

    /**
     * One mask for each clip, without a model.
     *
     * @param spectrograms [B, 1, bands, frames]
     * @param grid their patches
     * @param progress 0 to 1
     */
    public MaskInput(NDArray spectrograms, PatchGrid grid, double progress) {
        this(spectrograms, grid, progress, 1, null);
    }

    /** {@return B · M, the number of masks to draw} */
    public long rows() {
        return spectrograms.getShape().get(0) * masksPerClip;
    }

    /** One row for each mask: the rows of [B, ..], each M times, adjacent. */
    NDArray perMask(NDArray perClip) {
        return masksPerClip == 1 ? perClip : perClip.repeat(0, masksPerClip);
    }
}
