package org.dapple.models.pretext;

import org.dapple.core.settings.ConfigurationException;

/**
 * The decoder of data2vec 2.0; 6 layers of 3 × 3 kernels in 16 groups in EAT.
 *
 * @param depth layers
 * @param kernel side of a kernel in patches, odd
 * @param groups of channels that do not mix within a layer
 */
public record ConvolutionalConfig(int depth, int kernel, int groups) {
    /** Checks the values. */
    public ConvolutionalConfig {
        ConfigurationException.require(depth > 0, "decoder.depth", "be at least 1", depth);
        ConfigurationException.require(kernel > 0 && kernel % 2 == 1, "decoder.kernel", "be odd", kernel);
        ConfigurationException.require(groups > 0, "decoder.groups", "be at least 1", groups);
    }
}
