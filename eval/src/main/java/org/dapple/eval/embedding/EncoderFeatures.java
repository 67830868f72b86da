package org.dapple.eval.embedding;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.Codec;
import org.dapple.models.encoder.AudioEncoder;

/**
 * The clip embedding of a frozen encoder: the mean over time of [F · D].
 *
 * @param encoder the encoder
 * @param frontEnds the front ends that have names, among them the encoder's
 */
public record EncoderFeatures(AudioEncoder encoder, Catalogue<FrontEnd> frontEnds) implements ClipFeatures {

    /**
     * Creates the features of an encoder with one of Dapple's own front ends.
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

    /** {@return the encoder's fingerprint; it reads all weights, which takes a third of a second for a Base encoder} */
    @Override
    public String fingerprint() {
        return encoder.fingerprint(frontEnds);
    }

    /** {@inheritDoc} Here also the width F · D, the pooling, the front end and how its output is standardised. */
    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("width", encoder.width());
        description.put("freq_patches", encoder.grid().freqPatches());
        description.put("width_of_a_patch", encoder.size().width());
        description.put("pooling", "mean over time of the patches of a column side by side");
        description.put("frames_at_once", encoder.grid().frames());
        description.put("front_end", frontEnds.write(encoder.frontEnd()));
        description.put(
                "normalization",
                Codec.keys(
                        "mean", encoder.normalization().mean(),
                        "std", encoder.normalization().std(),
                        "formula", "(x - mean) / std"));
        description.putAll(ClipFeatures.super.description());
        return description;
    }

    @Override
    public NDArray apply(NDArray waveforms) {
        return encoder.embed(waveforms);
    }
}
