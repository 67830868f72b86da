package org.dapple.masking;

import ai.djl.ndarray.NDArray;

/**
 * The model's current features of every patch. Self-guided strategies use the model through this interface, without
 * knowing its class.
 */
@FunctionalInterface
public interface TokenFeatures {

    /**
     * Features of all patches, without gradient.
     *
     * @param spectrograms float32 [B, 1, bands, frames]
     * @return float32 [B, L, D] in natural patch order, on the manager of the spectrograms
     */
    NDArray of(NDArray spectrograms);
}
