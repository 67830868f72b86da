package org.dapple.eval;

import org.dapple.core.ConfigurationException;

/**
 * An encoder, or what is compared with encoders, under the name that results have it by.
 *
 * @param name for tables and file names
 * @param features what a probe sees of a clip
 */
public record Contender(String name, ClipFeatures features) {
    /** Checks the name. */
    public Contender {
        ConfigurationException.require(!name.isBlank(), "encoder", "have a name", name);
    }
}
