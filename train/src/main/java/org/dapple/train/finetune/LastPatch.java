package org.dapple.train.finetune;

/** Treatment of frames at the end that do not fill a patch. */
public enum LastPatch {
    /** Zeros, the mean of normalised spectrograms, fill the patch. */
    PAD,
    /** The frames are left out, unless there would be no patch at all. */
    DROP;

    /**
     * The patch columns of a spectrogram.
     *
     * @param frames its length, at least 1
     * @param patchWidth frames in a patch
     * @return at least 1
     */
    int columns(int frames, int patchWidth) {
        return this == PAD ? (frames + patchWidth - 1) / patchWidth : Math.max(1, frames / patchWidth);
    }
}
