package org.dapple.cli.study;

import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * A study without data of its own: synthetic sounds, of which those to train on are pre-trained on, and which are the
 * task {@code synthetic}.
 *
 * @param seed of the sounds
 * @param train clips of each class to train on
 * @param valid clips of each class to validate on
 * @param test clips of each class to test on
 */
public record SyntheticSounds(long seed, int train, int valid, int test) {
    /** What tasks call it. */
    public static final String NAME = "synthetic";

    /** Checks the numbers. */
    public SyntheticSounds {
        ConfigurationException.require(train > 0, "train", "be at least 1", train);
        ConfigurationException.require(valid > 0, "valid", "be at least 1", valid);
        ConfigurationException.require(test > 0, "test", "be at least 1", test);
    }

    static SyntheticSounds read(Settings settings) {
        return new SyntheticSounds(
                settings.longInteger("seed", 1),
                settings.integer("train", 40),
                settings.integer("valid", 5),
                settings.integer("test", 20));
    }
}
