package org.dapple.experiment.study.cost;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.settings.Settings;

/**
 * The cost of a pre-training step on this machine.
 *
 * @param stepMillis median time of the whole step, in ms
 * @param maskMillis median time of drawing its masks, in ms
 * @param clips in a step
 * @param peakMebibytes peak memory of a process that does nothing else, in MiB; 0 where the system does not tell
 * @param parameters number of parameters in a checkpoint, without their moments
 */
public record StepCost(double stepMillis, double maskMillis, int clips, double peakMebibytes, long parameters) {

    /** {@return the time of drawing the masks of one clip, in µs} */
    public double maskMicrosPerClip() {
        return 1000 * maskMillis / clips;
    }

    /** {@return the share of the step that drawing masks takes, 0 to 1} */
    public double maskShare() {
        return maskMillis / stepMillis;
    }

    /** Approximate bytes of a checkpoint: parameters and two moments. */
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
