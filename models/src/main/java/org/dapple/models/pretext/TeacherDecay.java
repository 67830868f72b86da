package org.dapple.models.pretext;

import java.util.Map;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * The decay of a teacher: θ ← τ · θ + (1 − τ) · student, with τ changing linearly over training.
 *
 * @param start τ at the first step
 * @param end τ at the last step
 * @param compensated whether rounding errors of float32 are carried over to the next step. Without this, a teacher at τ
 *     = 0.99999 stops moving when it is within a few tenths of a percent of its student; the published runs have this
 *     effect
 */
public record TeacherDecay(double start, double end, boolean compensated) {
    private static final double START = 0.99;
    private static final double END = 0.999;

    /** Refuses values outside [0, 1]. */
    public TeacherDecay {
        ConfigurationException.require(start >= 0 && start <= 1, "teacher_start", "be between 0 and 1", start);
        ConfigurationException.require(end >= 0 && end <= 1, "teacher_end", "be between 0 and 1", end);
    }

    /**
     * The decay at a point of training.
     *
     * @param progress completed share of training: 0 at the first step, 1 at the last
     * @return τ
     */
    public double at(double progress) {
        return start + (end - start) * progress;
    }

    /** Reads a decay; the defaults are for runs of a few thousand steps. */
    static TeacherDecay read(Settings settings) {
        return new TeacherDecay(
                settings.number("teacher_start", START),
                settings.number("teacher_end", END),
                settings.flag("teacher_compensated", false));
    }

    /** The settings that {@link #read} accepts. */
    Map<String, Object> toSettings() {
        return Codec.keys("teacher_start", start, "teacher_end", end, "teacher_compensated", compensated);
    }
}
