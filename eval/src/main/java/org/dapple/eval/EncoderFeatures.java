package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import org.dapple.models.AudioEncoder;

/**
 * The frozen encoder's clip embedding, the mean over time of [F · D].
 *
 * @param encoder the encoder
 */
public record EncoderFeatures(AudioEncoder encoder) implements ClipFeatures {
    @Override
    public int sampleRate() {
        return encoder.sampleRate();
    }

    @Override
    public NDArray apply(NDArray waveforms) {
        return encoder.embed(waveforms);
    }
}
