package org.dapple.experiment.study.cost;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.settings.Settings;

/**
 * What a step of pre-training costs on this machine.
 *
 * @param stepMillis the whole step, the median
 * @param maskMillis the masks' part of it, the median
 * @param clips of a step
 * @param peakMebibytes the most memory that a process held that did nothing else; 0 where the system does not tell
 * @param parameters values that are kept in a checkpoint beside their moments
 */
public record StepCost(double stepMillis, double maskMillis, int clips, double peakMebibytes, long parameters) {

    /** Microseconds of the masks for each clip. */
    public double maskMicrosPerClip() {
        return 1000 * maskMillis / clips;
    }

    /** Share of the step that masks take, 0 to 1. */
    public double maskShare() {
        return maskMillis / stepMillis;
    }

    /** Bytes of a checkpoint, about: values and two moments. */
    double checkpointBytes() {
        return 3.0 * Float.BYTES * parameters;
    }

    Map<String, Object> toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("step_ms", stepMillis);
        tree.put("mask_ms", maskMillis);
        tree.put("clips_per_step", clips);
        tree.put("peak_resident_mib", peakMebibytes);
        tree.put("parameters", parameters);
        return tree;
    }

    static StepCost read(Settings settings) {
        return new StepCost(
                settings.number("step_ms", 0),
                settings.number("mask_ms", 0),
                settings.integer("clips_per_step", 1),
                settings.number("peak_resident_mib", 0),
                settings.longInteger("parameters", 0));
    }
}
