package org.dapple.eval.scoring;

import java.util.OptionalDouble;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.probe.Probe;

/**
 * An encoder, or what is compared with encoders, under the name that results have it by.
 *
 * @param name for tables and file names
 * @param checkpoint of a run, {@code best} or a step; empty for the newest, or where there is none
 * @param features what a probe sees of a clip
 * @param learningRate of the probe's layer, for protocols that prescribe one for each kind of features; empty for the
 *     protocol's own
 */
public record Contender(String name, String checkpoint, ClipFeatures features, OptionalDouble learningRate) {
    /** Checks the name. */
    public Contender {
        ConfigurationException.require(!name.isBlank(), "encoder", "have a name", name);
    }

    /**
     * What is no checkpoint, with the protocol's own learning rate.
     *
     * @param name for tables and file names
     * @param features what a probe sees of a clip
     */
    public Contender(String name, ClipFeatures features) {
        this(name, "", features, OptionalDouble.empty());
    }

    /**
     * How this one is probed.
     *
     * @param probe as it is for features of which nothing is known
     * @return the probe with the learning rate that its protocol prescribes for these features, if it prescribes one
     */
    public Probe probe(Probe probe) {
        return learningRate.isPresent() ? probe.atLearningRate(learningRate.getAsDouble()) : probe;
    }
}
