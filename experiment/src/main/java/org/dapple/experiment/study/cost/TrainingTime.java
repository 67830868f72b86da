package org.dapple.experiment.study.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.OptionalDouble;
import org.dapple.core.files.Json;
import org.dapple.core.run.RunDirectory;
import org.dapple.experiment.study.Cell;

/**
 * The time of a run's steps, from its metrics. Each step counts once, however often the run was interrupted; reading
 * clips, writing checkpoints and tests do not count.
 */
final class TrainingTime {
    private TrainingTime() {}

    /**
     * Reads the time.
     *
     * @param cell whose run it is
     * @return seconds; empty if the run has no metrics
     */
    static OptionalDouble seconds(Cell cell, RunDirectory run) throws IOException {
        if (!Files.isRegularFile(run.metrics()) || !Files.isRegularFile(run.description())) {
            return OptionalDouble.empty();
        }
        Object clips = Json.read(run.description()).get("clips");
        int most = clips instanceof Number number ? number.intValue() : Integer.MAX_VALUE;
        int perStep = Math.min(cell.config().optimization().batchSize(), most)
                * cell.config().optimization().accumulate();
        double seconds = 0;
        long last = -1;
        String text = Files.readString(run.metrics());
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            Map<String, Object> values = Json.parse(line, run.metrics().toString());
            if (values.get("clips_per_second") instanceof Number speed && values.get("step") instanceof Number step) {
                seconds += (step.longValue() - last) * perStep / speed.doubleValue();
                last = step.longValue();
            }
        }
        return last < 0 ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }
}
