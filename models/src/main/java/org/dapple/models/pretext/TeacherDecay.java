package org.dapple.models.pretext;

import java.util.Map;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * How slowly a teacher follows its student: θ ← τ · θ + (1 − τ) · student, τ in a straight line over training.
 *
 * @param start τ at the first step
 * @param end τ at the last
 * @param compensated whether what float32 rounds away is kept for the next step. Without it a teacher at τ = 0.99999
 *     stands still once it is within some tenths of a percent of its student; the published runs live with that
 */
public record TeacherDecay(double start, double end, boolean compensated) {
    private static final double START = 0.99;
    private static final double END = 0.999;

    /** Checks that both are shares. */
    public TeacherDecay {
        ConfigurationException.require(start >= 0 && start <= 1, "teacher_start", "be between 0 and 1", start);
        ConfigurationException.require(end >= 0 && end <= 1, "teacher_end", "be between 0 and 1", end);
    }

    /**
     * τ now.
     *
     * @param progress share of training that is done: 0 at the first step, 1 at the last
     * @return τ
     */
    public double at(double progress) {
        return start + (end - start) * progress;
    }

    /** Reads a decay; the defaults suit runs of some thousand steps. */
    static TeacherDecay read(Settings settings) {
        return new TeacherDecay(
                settings.number("teacher_start", START),
                settings.number("teacher_end", END),
                settings.flag("teacher_compensated", false));
    }

    /** What {@link #read} reads back. */
    Map<String, Object> toSettings() {
        return Codec.keys("teacher_start", start, "teacher_end", end, "teacher_compensated", compensated);
    }
}
