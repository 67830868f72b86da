package org.dapple.models.pretext;

import org.dapple.core.settings.ConfigurationException;

/**
 * The size of data2vec 2.0's decoder; EAT has 6 layers of 3 × 3 kernels in 16 groups.
 *
 * @param depth number of layers
 * @param kernel side of a kernel in patches, odd
 * @param groups number of groups of channels, which do not mix within a layer
 */
public record ConvolutionalConfig(int depth, int kernel, int groups) {
    /** Refuses sizes below 1 and an even kernel. */
    public ConvolutionalConfig {
        ConfigurationException.require(depth > 0, "decoder.depth", "be at least 1", depth);
        ConfigurationException.require(kernel > 0 && kernel % 2 == 1, "decoder.kernel", "be odd", kernel);
        ConfigurationException.require(groups > 0, "decoder.groups", "be at least 1", groups);
    }
}
