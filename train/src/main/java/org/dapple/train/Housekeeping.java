package org.dapple.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * What a run saves and shows, and how long it may take: settings that never touch what is learned. They are therefore
 * the only ones that may differ when a run goes on; {@code max_steps} is not among them, because the learning rate and
 * the masks' schedules are stretched over it.
 *
 * @param checkpointEvery steps between checkpoints
 * @param keepCheckpoints newest checkpoints that are kept, apart from the best
 * @param maxMinutes after so long a run saves and ends; empty: no limit
 * @param tensorboard whether event files for TensorBoard are written
 * @param healthEvery steps between looks at the embeddings
 */
public record Housekeeping(
        int checkpointEvery, int keepCheckpoints, OptionalDouble maxMinutes, boolean tensorboard, int healthEvery) {
    private static final String CHECKPOINT_EVERY = "checkpoint_every";
    private static final String KEEP_CHECKPOINTS = "keep_checkpoints";
    private static final String MAX_MINUTES = "max_minutes";
    private static final String TENSORBOARD = "tensorboard";
    private static final String HEALTH_EVERY = "health_every";
    private static final String WHOLE = "be at least 1";

    /** Checks every value. */
    public Housekeeping {
        ConfigurationException.require(checkpointEvery > 0, CHECKPOINT_EVERY, WHOLE, checkpointEvery);
        ConfigurationException.require(keepCheckpoints > 0, KEEP_CHECKPOINTS, WHOLE, keepCheckpoints);
        ConfigurationException.require(
                maxMinutes.isEmpty() || maxMinutes.getAsDouble() > 0, MAX_MINUTES, "be positive", maxMinutes.orElse(0));
        ConfigurationException.require(healthEvery > 0, HEALTH_EVERY, WHOLE, healthEvery);
    }

    /** {@return the keys of these settings} */
    public static Set<String> keys() {
        return Set.of(CHECKPOINT_EVERY, KEEP_CHECKPOINTS, MAX_MINUTES, TENSORBOARD, HEALTH_EVERY);
    }

    /**
     * Whether a run has had its time.
     *
     * @param start when it began, as {@link System#nanoTime} tells it
     */
    boolean timeIsOver(long start) {
        return maxMinutes.isPresent() && System.nanoTime() - start >= maxMinutes.getAsDouble() * 60e9;
    }

    /**
     * Reads the settings from among those of a run.
     *
     * @param settings the tree
     * @return what it says, or defaults
     */
    static Housekeeping read(Settings settings) {
        return new Housekeeping(
                settings.integer(CHECKPOINT_EVERY, 500),
                settings.integer(KEEP_CHECKPOINTS, 2),
                settings.has(MAX_MINUTES) ? OptionalDouble.of(settings.number(MAX_MINUTES, 0)) : OptionalDouble.empty(),
                settings.flag(TENSORBOARD, true),
                settings.integer(HEALTH_EVERY, 200));
    }

    /** What {@link #read} reads back. */
    Map<String, Object> toSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(CHECKPOINT_EVERY, checkpointEvery);
        settings.put(KEEP_CHECKPOINTS, keepCheckpoints);
        maxMinutes.ifPresent(minutes -> settings.put(MAX_MINUTES, minutes));
        settings.put(TENSORBOARD, tensorboard);
        settings.put(HEALTH_EVERY, healthEvery);
        return settings;
    }
}
