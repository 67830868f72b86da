package org.dapple.eval.embedding;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a clip into the one vector that a probe sees. An open extension point. */
public interface ClipFeatures {

    /** {@return the sample rate that waveforms must have, in Hz} */
    int sampleRate();

    /**
     * Identifies the features: SHA-256 in hexadecimal, different for features that give different vectors, equal in
     * every process for the same features. Vectors are stored under it ({@link EmbeddingStore}), so it must cover
     * everything that decides them: kind, settings, weights.
     *
     * @return 64 hexadecimal digits, for example of {@link org.dapple.core.files.Fingerprint}
     */
    String fingerprint();

    /**
     * Describes for results how the vectors are made: settings by names in snake_case, with values that JSON can hold.
     *
     * @return at least the sample rate and the fingerprint
     */
    default Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("sample_rate", sampleRate());
        description.put("fingerprint", fingerprint());
        return description;
    }

    /**
     * Embeds clips of equal length.
     *
     * @param waveforms float32 [B, S]
     * @return [B, D] on the manager of the waveforms
     */
    NDArray apply(NDArray waveforms);
}
