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
import org.dapple.core.files.Json;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.store.Corpus;

/**
 * Changes of a run that is resumed: only settings of {@link Housekeeping} and the location of its data may change.
 * {@code run.json} lists the changes.
 */
final class ConfigurationChanges {
    private static final String CHANGES = "changes";

    private ConfigurationChanges() {}

    /**
     * Refuses changes that would affect what is learned.
     *
     * @throws ConfigurationException naming the first such key
     */
    static void requireHarmless(Set<String> keys) {
        for (String key : keys) {
            if (!Housekeeping.keys().contains(key)) {
                throw new ConfigurationException(
                        key,
                        "cannot be changed, because it affects what is learned; a resumed run may change "
                                + String.join(", ", new TreeSet<>(Housekeeping.keys())) + " and device");
            }
        }
    }

    /**
     * Adds to a run's description how the resuming job differs from it.
     *
     * @throws ConfigurationException if a setting differs that may not
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
        for (String key : changed) {
            list(description, key, before.getOrDefault(key, "none"), now.getOrDefault(key, "none"));
        }
        description.put("config", now);
        Json.write(job.run().description(), description);
    }

    /** Adds to a run's description where its data lies now. The caller has checked that the data is the same. */
    static void moved(PretrainingJob job) throws IOException {
        List<Corpus> begun = PretrainingJob.open(job.run(), job.catalogues()).corpora();
        List<String> before = paths(begun);
        List<String> now = paths(job.corpora());
        if (before.equals(now)) {
            return;
        }
        Map<String, Object> description = Json.read(job.run().description());
        list(description, "data", String.join(", ", before), String.join(", ", now));
        description.put("data", job.corpora().stream().map(Corpus::toSettings).toList());
        Json.write(job.run().description(), description);
    }

    private static List<String> paths(List<Corpus> corpora) {
        return corpora.stream()
                .map(corpus -> corpus.path().toAbsolutePath().normalize().toString())
                .toList();
    }

    private static void list(Map<String, Object> description, String key, Object from, Object to) {
        List<Object> changes = new ArrayList<>();
        if (description.get(CHANGES) instanceof List<?> earlier) {
            changes.addAll(earlier);
        }
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        change.put("key", key);
        change.put("from", from);
        change.put("to", to);
        changes.add(change);
        description.put(CHANGES, changes);
    }
}
