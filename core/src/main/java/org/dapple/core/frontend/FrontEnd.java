package org.dapple.core.frontend;

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

    /** {@return the samples between the starts of neighbouring frames} */
    int hop();

    /**
     * How far the edges of a sound reach: so many frames at either end of a piece that was cut out of a sound, at a
     * multiple of {@link #hop}, differ from the same frames of the whole. Recordings that are too long for the memory
     * are worked through in pieces that overlap by as much.
     *
     * @return frames, at least 0
     */
    int edgeFrames();

    /** {@return the value of every band of a frame of digital silence} */
    float silence();

    /**
     * The spectrograms of waveforms, on their device.
     *
     * @param waveforms float32 [B, S] at {@link #sampleRate}
     * @return float32 [B, bands, frames], logarithmic, not normalised
     */
    NDArray apply(NDArray waveforms);
}
