package org.dapple.eval.scoring;

import java.util.OptionalDouble;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.probe.Probe;

/**
 * An encoder to test, or a baseline for encoders, with its name in results.
 *
 * @param name name in tables and file names
 * @param checkpoint of a run, {@code best} or a step; empty for the newest, or if there is none
 * @param features turns a clip into the vector that a probe sees
 * @param learningRate the rate that some protocols prescribe for these features; empty for the protocol's own
 */
public record Contender(String name, String checkpoint, ClipFeatures features, OptionalDouble learningRate) {
    /** Refuses a blank name. */
    public Contender {
        ConfigurationException.require(!name.isBlank(), "encoder", "have a name", name);
    }

    /**
     * Creates a contender that is not a checkpoint, with the protocol's own learning rate.
     *
     * @param name name in tables and file names
     * @param features turns a clip into the vector that a probe sees
     */
    public Contender(String name, ClipFeatures features) {
        this(name, "", features, OptionalDouble.empty());
    }

    /**
     * Sets the learning rate of a probe for this contender.
     *
     * @param probe the probe for any features
     * @return the probe with the learning rate that its protocol prescribes for these features, if it does
     */
    public Probe probe(Probe probe) {
        return learningRate.isPresent() ? probe.atLearningRate(learningRate.getAsDouble()) : probe;
    }
}
