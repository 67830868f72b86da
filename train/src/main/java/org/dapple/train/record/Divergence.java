package org.dapple.train.record;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.Json;
import org.dapple.core.run.RunDirectory;

/** Ends a run whose loss is no longer a number, and records the clips of that step. */
public final class Divergence {
    private static final int NAMED = 4;

    private Divergence() {}

    /**
     * Records the step and its clips.
     *
     * @param entry the first step whose loss or gradient is not a number
     * @param clips of the step
     * @param run receives the list
     * @return the exception that ends the run
     * @throws IOException if the list cannot be written
     */
    public static TrainingFailedException at(MetricsLog.Entry entry, List<String> clips, RunDirectory run)
            throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("step", entry.step());
        facts.put("loss", String.valueOf(entry.loss())); // JSON has no NaN
        facts.put("gradient_norm", String.valueOf(entry.gradientNorm()));
        facts.put("clips", clips);
        Json.write(run.divergence(), facts);
        String names = String.join(", ", clips.subList(0, Math.min(NAMED, clips.size())));
        String others = clips.size() > NAMED ? " and " + (clips.size() - NAMED) + " more" : "";
        return new TrainingFailedException("the loss of step " + entry.step() + " is " + entry.loss()
                + " and its gradient norm " + entry.gradientNorm()
                + ": training has diverged, so lower base_learning_rate or listen to the clips of that"
                + " step: " + names + others + " (all are listed in " + run.divergence() + ")");
    }
}
