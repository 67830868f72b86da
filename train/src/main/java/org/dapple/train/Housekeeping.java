package org.dapple.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * What a run saves and shows, and how long it may take. These settings never affect what is learned, so they are the
 * only ones that may change when a run is resumed. {@code max_steps} is not among them, because the schedules of the
 * learning rate and of the masks depend on it.
 *
 * @param checkpointEvery steps between checkpoints
 * @param keepCheckpoints newest checkpoints that are kept, apart from the best
 * @param maxMinutes minutes after which a run saves its state and ends; empty: no limit
 * @param tensorboard whether to write event files for TensorBoard
 * @param healthEvery steps between checks of the embeddings
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
     * Whether a run has used up its time.
     *
     * @param start when it began, by {@link System#nanoTime}
     */
    boolean timeIsOver(long start) {
        return maxMinutes.isPresent() && System.nanoTime() - start >= maxMinutes.getAsDouble() * 60e9;
    }

    /**
     * Reads these settings from among those of a run.
     *
     * @param settings the tree
     * @return the settings; missing keys get defaults
     */
    static Housekeeping read(Settings settings) {
        return new Housekeeping(
                settings.integer(CHECKPOINT_EVERY, 500),
                settings.integer(KEEP_CHECKPOINTS, 2),
                settings.has(MAX_MINUTES) ? OptionalDouble.of(settings.number(MAX_MINUTES, 0)) : OptionalDouble.empty(),
                settings.flag(TENSORBOARD, true),
                settings.integer(HEALTH_EVERY, 200));
    }

    /** Writes what {@link #read} reads back. */
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
