package org.dapple.core;

import ai.djl.ndarray.NDArray;

/**
 * Turns waveforms into spectrograms. An open extension point: implementations are values (records or immutable classes)
 * made of NDArray operations.
 */
public interface FrontEnd {

    /** {@return the rate that waveforms must have, in Hz} */
    int sampleRate();

    /** {@return the number of frequency bands of a spectrogram} */
    int bands();

    /**
     * The frames that a waveform gives.
     *
     * @param samples its length
     * @return the frames
     */
    int frames(int samples);

    /**
     * The shortest waveform that gives so many frames.
     *
     * @param frames at least 1
     * @return samples
     */
    int samples(int frames);

    /**
     * The spectrograms of waveforms, on their device.
     *
     * @param waveforms float32 [B, S] at {@link #sampleRate}
     * @return float32 [B, bands, frames], logarithmic, not normalised
     */
    NDArray apply(NDArray waveforms);
}
