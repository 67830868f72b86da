package org.dapple.core.frontend;

import ai.djl.ndarray.NDArray;

/**
 * Turns waveforms into spectrograms. An open extension point: implementations are values (records or immutable classes)
 * built from NDArray operations.
 */
public interface FrontEnd {

    /** {@return the rate that waveforms must have, in Hz} */
    int sampleRate();

    /** {@return the number of frequency bands of a spectrogram} */
    int bands();

    /**
     * The number of frames of a waveform.
     *
     * @param samples length of the waveform
     * @return number of frames
     */
    int frames(int samples);

    /**
     * The length of the shortest waveform with a given number of frames.
     *
     * @param frames at least 1
     * @return number of samples
     */
    int samples(int frames);

    /** {@return the samples between the starts of neighbouring frames} */
    int hop();

    /**
     * The reach of edge effects. If a piece is cut from a recording at a multiple of {@link #hop}, this many frames at
     * either end differ from those of the whole recording. Long recordings are processed in pieces that overlap by as
     * much.
     *
     * @return number of frames, at least 0
     */
    int edgeFrames();

    /** {@return the value of every band in a frame of digital silence} */
    float silence();

    /**
     * Computes the spectrograms of waveforms, on their device.
     *
     * @param waveforms float32 [B, S] at {@link #sampleRate}
     * @return float32 [B, bands, frames], logarithmic, not normalised
     */
    NDArray apply(NDArray waveforms);
}
