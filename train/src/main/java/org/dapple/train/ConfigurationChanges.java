package org.dapple.train;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Json;

/**
 * Settings that changed when a run went on: only those of {@link Housekeeping} may, and {@code run.json} lists them.
 */
final class ConfigurationChanges {
    private static final String CHANGES = "changes";

    private ConfigurationChanges() {}

    /**
     * Refuses changes that would touch what is learned.
     *
     * @throws ConfigurationException naming the first such key
     */
    static void requireHarmless(Set<String> keys) {
        for (String key : keys) {
            if (!Housekeeping.keys().contains(key)) {
                throw new ConfigurationException(
                        key,
                        "cannot be changed, because what is learned depends on it; a run that goes on may change "
                                + String.join(", ", new TreeSet<>(Housekeeping.keys())) + " and device");
            }
        }
    }

    /**
     * Writes into a run's description what differs between it and the job that goes on with the run.
     *
     * @throws ConfigurationException if more differs than may
     */
    static void write(PretrainingJob job) throws IOException {
        if (!Files.exists(job.run().description())) {
            return;
        }
        PretrainingConfig begun =
                PretrainingJob.open(job.run(), job.catalogues()).config();
        Map<String, Object> before = begun.toSettings(job.catalogues());
        Map<String, Object> now = job.config().completedBy(begun.input()).toSettings(job.catalogues());
        Set<String> changed = new TreeSet<>(before.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(key -> Objects.equals(before.get(key), now.get(key)));
        if (changed.isEmpty()) {
            return;
        }
        requireHarmless(changed);
        Map<String, Object> description = Json.read(job.run().description());
        List<Object> changes = new ArrayList<>();
        if (description.get(CHANGES) instanceof List<?> earlier) {
            changes.addAll(earlier);
        }
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        for (String key : changed) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("time", time);
            change.put("key", key);
            change.put("from", before.getOrDefault(key, "none"));
            change.put("to", now.getOrDefault(key, "none"));
            changes.add(change);
        }
        description.put("config", now);
        description.put(CHANGES, changes);
        Json.write(job.run().description(), description);
    }
}
