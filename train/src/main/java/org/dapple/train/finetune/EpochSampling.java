package org.dapple.train.finetune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * The training clips of an epoch, in order; none occurs twice.
 *
 * @param sampler probability of each clip
 * @param draws clips in an epoch; empty: all of them
 */
public record EpochSampling(Sampler sampler, OptionalInt draws) {
    private static final String SAMPLER = "sampler";
    private static final String DRAWS = "draws_per_epoch";

    /** Probability of each clip. */
    public enum Sampler {
        /** The same for all clips. */
        UNIFORM,
        /**
         * In proportion to the sum, over the clip's classes, of one over the number of training clips of the class.
         * Matters only where an epoch has fewer draws than there are clips.
         */
        CLASS_WEIGHTED
    }

    /** Checks the number. */
    public EpochSampling {
        ConfigurationException.require(
                draws.isEmpty() || draws.getAsInt() >= 2, DRAWS, "be at least 2", draws.orElse(0));
    }

    /**
     * The number of clips in an epoch.
     *
     * @param clips size of the training part
     * @return the number of clips that each epoch draws
     */
    int perEpoch(int clips) {
        return Math.min(clips, draws.orElse(clips));
    }

    /**
     * Draws an epoch without replacement: each clip gets an exponential time with its weight as the rate, and the clips
     * with the smallest times are drawn (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).
     *
     * @param part positions of the training clips
     * @param weights of each of them, positive
     * @param random of this epoch
     * @return some or all of the positions
     */
    List<Integer> draw(List<Integer> part, double[] weights, SplittableRandom random) {
        record Runner(int position, double arrival) {}
        List<Runner> runners = new ArrayList<>();
        for (int i = 0; i < part.size(); i++) {
            double weight = sampler == Sampler.UNIFORM ? 1 : weights[i];
            runners.add(new Runner(part.get(i), -Math.log(1 - random.nextDouble()) / weight));
        }
        return runners.stream()
                .sorted(Comparator.comparingDouble(Runner::arrival))
                .limit(perEpoch(part.size()))
                .map(Runner::position)
                .toList();
    }

    /**
     * The weights of clips.
     *
     * @param classes of each clip, by number
     * @return a weight for each clip; a clip without a class gets the smallest weight
     */
    static double[] weights(List<List<Integer>> classes) {
        Map<Integer, Integer> members = new HashMap<>();
        classes.forEach(own -> own.forEach(label -> members.merge(label, 1, Integer::sum)));
        return classes.stream()
                .mapToDouble(own -> own.stream()
                        .mapToDouble(label -> 1.0 / members.getOrDefault(label, 1))
                        .sum())
                .map(weight -> Math.max(weight, 1.0 / classes.size()))
                .toArray();
    }

    /** Reads these settings from among those of a configuration. */
    static EpochSampling read(Settings settings) {
        return new EpochSampling(
                settings.choice(SAMPLER, Sampler.UNIFORM),
                settings.has(DRAWS) ? OptionalInt.of(settings.integer(DRAWS, 0)) : OptionalInt.empty());
    }

    /** Writes what {@link #read} reads back. */
    void write(Map<String, Object> settings) {
        settings.put(SAMPLER, Settings.word(sampler));
        draws.ifPresent(value -> settings.put(DRAWS, value));
    }
}
