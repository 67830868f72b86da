package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import org.dapple.core.grid.PatchGrid;
import org.jspecify.annotations.Nullable;

/**
 * The input of a masking strategy.
 *
 * @param spectrograms normalised log-mels, float32 [B, 1, F · patchHeight, T · patchWidth]
 * @param grid their patch grid
 * @param progress completed share of training, 0 to 1, for schedules
 * @param masksPerClip M, number of masks for each clip (data2vec 2.0 draws several)
 * @param features the model's features of the patches, for self-guided strategies; null without a model
 */
public record MaskInput(
        NDArray spectrograms,
        PatchGrid grid,
        double progress,
        int masksPerClip,
        @Nullable TokenFeatures features) {

    /** Refuses progress outside [0, 1] and fewer than one mask per clip. */
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
     * @param grid their patch grid
     * @param progress completed share of training, 0 to 1
     */
    public MaskInput(NDArray spectrograms, PatchGrid grid, double progress) {
        this(spectrograms, grid, progress, 1, null);
    }

    /** {@return B · M, the number of masks to draw} */
    public long rows() {
        return spectrograms.getShape().get(0) * masksPerClip;
    }

    /** One row for each mask: [B, ..] to [B · M, ..], each row repeated M times, adjacent. */
    NDArray perMask(NDArray perClip) {
        return masksPerClip == 1 ? perClip : perClip.repeat(0, masksPerClip);
    }
}
