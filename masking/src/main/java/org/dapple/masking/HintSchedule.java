package org.dapple.masking;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * The hint ratio over training: 0 follows the guidance fully, 1 is random masking. Schedules usually fall from 1,
 * because early guidance is uninformed and random masks are easier.
 *
 * @param form how the value moves
 * @param start value at the beginning of training, 0 to 1
 * @param end value at the end of training, 0 to 1
 */
public record HintSchedule(Form form, double start, double end) {

    /** How the value moves from start to end. */
    public enum Form {
        /** Stays at one value. */
        CONSTANT,
        /** In a straight line. */
        LINEAR,
        /** Along half a cosine: slow, fast, slow. */
        COSINE,
        /** Abruptly, half-way through training. */
        STEP
    }

    /** Refuses values outside [0, 1], and different values for a constant schedule. */
    public HintSchedule {
        ConfigurationException.require(start >= 0 && start <= 1, "start", "be between 0 and 1", start);
        ConfigurationException.require(end >= 0 && end <= 1, "end", "be between 0 and 1", end);
        ConfigurationException.require(
                form != Form.CONSTANT || start == end, "end", "equal start for a constant schedule", end);
    }

    /**
     * A constant hint ratio.
     *
     * @param hint 0 to 1
     * @return the schedule
     */
    public static HintSchedule constant(double hint) {
        return new HintSchedule(Form.CONSTANT, hint, hint);
    }

    /**
     * The hint ratio at a point of training.
     *
     * @param progress completed share of training, 0 to 1
     * @return the hint ratio
     */
    public double at(double progress) {
        double share =
                switch (form) {
                    case CONSTANT -> 0;
                    case LINEAR -> progress;
                    case COSINE -> 0.5 - 0.5 * Math.cos(Math.PI * progress);
                    case STEP -> progress < 0.5 ? 0 : 1;
                };
        return start + (end - start) * share;
    }

    /**
     * Reads a schedule: a plain number is a constant, a section has {@code form}, {@code start} and {@code end}.
     *
     * @param settings the section that holds the schedule
     * @param key the schedule's key
     * @param otherwise the default, a constant
     * @return the schedule
     */
    static HintSchedule read(Settings settings, String key, double otherwise) {
        if (!settings.isSection(key)) {
            double hint = settings.number(key, otherwise);
            ConfigurationException.require(hint >= 0 && hint <= 1, key, "be between 0 and 1", hint);
            return constant(hint);
        }
        return settings.nested(
                key,
                section -> new HintSchedule(
                        section.choice("form", Form.LINEAR), section.number("start", 1), section.number("end", 0)));
    }

    /** The setting for this schedule, as {@link #read} accepts it. */
    Object toSetting() {
        if (form == Form.CONSTANT) {
            return start;
        }
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("form", form.name().toLowerCase(Locale.ROOT));
        section.put("start", start);
        section.put("end", end);
        return section;
    }
}
