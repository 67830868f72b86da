package org.dapple.experiment.encoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Nearest;
import org.dapple.eval.probe.Probe;

/**
 * The learning rates of probes whose protocol prescribes one for each kind of encoder: known for what Dapple trains and
 * for log-mel statistics, to be told for encoders from elsewhere.
 */
public final class ProbeRates {
    /** What encoders are called that no name is given for. */
    private static final String ALL = "";

    private final boolean prescribed;
    private final Map<String, Double> given = new LinkedHashMap<>();

    /**
     * Reads what was given.
     *
     * @param probe by its protocol
     * @param options {@code RATE} or {@code NAME=RATE}
     */
    public ProbeRates(Probe probe, List<String> options) {
        this.prescribed = !probe.protocolName().equals(probe.atLearningRate(1).protocolName());
        ConfigurationException.require(
                prescribed || options.isEmpty(),
                "--learning-rate",
                "be left out: " + probe.protocolName() + " prescribes none",
                options);
        for (String option : options) {
            int at = option.lastIndexOf('=');
            given.put(at < 0 ? ALL : option.substring(0, at), rate(option.substring(at + 1)));
        }
    }

    private static double rate(String text) {
        double rate;
        try {
            rate = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            rate = Double.NaN;
        }
        ConfigurationException.require(
                rate > 0 && rate < 100, "--learning-rate", "be a positive number, perhaps after NAME=", text);
        return rate;
    }

    /**
     * The rate of one encoder.
     *
     * @param name as results call it
     * @param known of its kind; empty where that is not known
     * @param baseline whether it is log-mel statistics, whose rate only their own name changes
     */
    public OptionalDouble of(String name, OptionalDouble known, boolean baseline) {
        if (!prescribed) {
            return OptionalDouble.empty();
        }
        Double rate = given.getOrDefault(name, baseline ? null : given.get(ALL));
        if (rate != null) {
            return OptionalDouble.of(rate);
        }
        if (known.isEmpty()) {
            throw new ConfigurationException(
                    "--learning-rate",
                    "must be given for " + name + ", whose kind is not known: the protocol has 3e-5 for M2D and"
                            + " ATST-Frame, 3e-4 for others (--learning-rate " + name + "=3e-5)");
        }
        return known;
    }

    /** Refuses rates of what is not tested. */
    public void requireNames(List<String> names) {
        for (String name : given.keySet()) {
            ConfigurationException.require(
                    name.equals(ALL) || names.contains(name),
                    "--learning-rate",
                    "name one of " + String.join(", ", names) + Nearest.didYouMean(name, names),
                    name);
        }
    }
}
