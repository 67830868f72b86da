package org.dapple.core.frontend;

import ai.djl.ndarray.NDArray;
import org.dapple.core.settings.ConfigurationException;

/**
 * One global mean and standard deviation of log-mel values. Estimated from the training data, stored in the run and
 * carried by the encoder, because an encoder without them is unusable.
 *
 * @param mean in the log domain
 * @param std in the log domain, positive
 */
public record Normalization(float mean, float std) {

    /** Checks that the values are finite and the deviation positive. */
    public Normalization {
        ConfigurationException.require(Float.isFinite(mean), "mean", "be finite", mean);
        ConfigurationException.require(Float.isFinite(std) && std > 0, "std", "be positive and finite", std);
    }

    /**
     * Standardises spectrograms.
     *
     * @param spectrograms any shape
     * @return (x - mean) / std, on the input's manager
     */
    public NDArray apply(NDArray spectrograms) {
        return spectrograms.sub(mean).div(std);
    }
}
