package org.dapple.core.frontend;

import ai.djl.ndarray.NDArray;
import org.dapple.core.settings.ConfigurationException;

/**
 * The global mean and standard deviation of log-mel values, estimated from the training data. The run and the encoder
 * store them, because an encoder is unusable without them.
 *
 * @param mean in the log domain
 * @param std in the log domain, positive
 */
public record Normalization(float mean, float std) {

    /** Refuses values that are not finite, and a deviation that is not positive. */
    public Normalization {
        ConfigurationException.require(Float.isFinite(mean), "mean", "be finite", mean);
        ConfigurationException.require(Float.isFinite(std) && std > 0, "std", "be positive and finite", std);
    }

    /**
     * Standardises spectrograms.
     *
     * @param spectrograms log-mels of any shape, usually [B, 1, bands, frames]
     * @return (x - mean) / std, the same shape, on the input's manager
     */
    public NDArray apply(NDArray spectrograms) {
        return spectrograms.sub(mean).div(std);
    }
}
