package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import org.dapple.core.Catalogue;
import org.dapple.core.FrontEnd;
import org.dapple.core.FrontEnds;
import org.dapple.models.AudioEncoder;

/**
 * The frozen encoder's clip embedding, the mean over time of [F · D].
 *
 * @param encoder the encoder
 * @param frontEnds the front ends that have names, the encoder's among them
 */
public record EncoderFeatures(AudioEncoder encoder, Catalogue<FrontEnd> frontEnds) implements ClipFeatures {

    /**
     * The features of an encoder with one of Dapple's own front ends.
     *
     * @param encoder the encoder
     */
    public EncoderFeatures(AudioEncoder encoder) {
        this(encoder, FrontEnds.standard());
    }

    @Override
    public int sampleRate() {
        return encoder.sampleRate();
    }

    /** {@return the encoder's: it reads all weights, a third of a second for a Base encoder} */
    @Override
    public String fingerprint() {
        return encoder.fingerprint(frontEnds);
    }

    @Override
    public NDArray apply(NDArray waveforms) {
        return encoder.embed(waveforms);
    }
}
