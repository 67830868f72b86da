package org.dapple.experiment.encoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Nearest;
import org.dapple.eval.probe.Probe;

/**
 * Learning rates for probe protocols that prescribe one by the kind of encoder. They are known for encoders that Dapple
 * trains and for log-mel statistics, and must be given for imported ones.
 */
public final class ProbeRates {
    /** The name under which a rate for all encoders is kept. */
    private static final String ALL = "";

    private final boolean prescribed;
    private final Map<String, Double> given = new LinkedHashMap<>();

    /**
     * Reads the rates that were given.
     *
     * @param probe names the protocol
     * @param options {@code RATE} or {@code NAME=RATE}
     * @throws ConfigurationException if a rate is not a positive number, or the protocol prescribes none
     */
    public ProbeRates(Probe probe, List<String> options) {
        this.prescribed = !probe.protocolName().equals(probe.atLearningRate(1).protocolName());
        ConfigurationException.require(
                prescribed || options.isEmpty(),
                "--learning-rate",
                "be left out, because " + probe.protocolName() + " prescribes none",
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
                rate > 0 && rate < 100,
                "--learning-rate",
                "be a positive number below 100, optionally after NAME=",
                text);
        return rate;
    }

    /**
     * The rate of one encoder.
     *
     * @param name as results call it
     * @param known the rate of its kind; empty where the kind is not known
     * @param baseline whether it is log-mel statistics; a rate for all encoders does not apply to them
     * @return the rate; empty if the protocol prescribes none
     * @throws ConfigurationException if a rate is needed and was not given
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

    /**
     * Refuses rates for encoders that are not tested.
     *
     * @param names the encoders that are tested
     * @throws ConfigurationException naming the first other one
     */
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
