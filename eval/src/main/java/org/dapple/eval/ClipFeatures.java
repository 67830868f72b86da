package org.dapple.eval;

import ai.djl.ndarray.NDArray;

/** What a probe sees of a clip: one vector. An open extension point. */
public interface ClipFeatures {

    /** {@return the rate that waveforms must have, in Hz} */
    int sampleRate();

    /**
     * The vectors of equally long clips.
     *
     * @param waveforms float32 [B, S]
     * @return [B, D] on the manager of the waveforms
     */
    NDArray apply(NDArray waveforms);
}
