package org.dapple.eval.embedding;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a probe sees of a clip: one vector. An open extension point. */
public interface ClipFeatures {

    /** {@return the rate that waveforms must have, in Hz} */
    int sampleRate();

    /**
     * What tells features apart that give other vectors: SHA-256 in hexadecimal, equal in every process and wherever
     * the same features are made. Vectors are kept under it ({@link EmbeddingStore}), so everything that decides them
     * belongs to it: kind, settings, weights.
     *
     * @return 64 hexadecimal digits, for example of {@link org.dapple.core.files.Fingerprint}
     */
    String fingerprint();

    /**
     * What results say of how the vectors were made: settings in snake_case, as JSON takes them.
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
     * The vectors of equally long clips.
     *
     * @param waveforms float32 [B, S]
     * @return [B, D] on the manager of the waveforms
     */
    NDArray apply(NDArray waveforms);
}
