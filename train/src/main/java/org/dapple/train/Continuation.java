package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.dapple.core.files.Json;
import org.dapple.core.run.Provenance;
import org.dapple.core.settings.ConfigurationException;

/**
 * Compares a resumed run with its description: data, front end, versions and hardware. Differences are written down; if
 * the numbers can no longer equal those of an uninterrupted run bit for bit, a warning says so.
 */
final class Continuation {
    /** In {@code run.json}: where the run was resumed under other conditions. */
    private static final String CONTINUED = "continued";

    private static final String PROVENANCE = "provenance";
    private static final String LAYOUTS = "log_mels";

    private Continuation() {}

    /** Adds to a new description what a resumed run is compared with. */
    static void describe(Map<String, Object> description, TrainingData data, NDManager manager) {
        description.put(LAYOUTS, data.layouts());
        description.put(PROVENANCE, Provenance.of(manager));
    }

    /**
     * Refuses log-mels that were made differently.
     *
     * @throws ConfigurationException with the key {@code data}
     */
    static void requireSameLayouts(PretrainingJob job, TrainingData data) throws IOException {
        if (Json.read(job.run().description()).get(LAYOUTS) instanceof List<?> before
                && !before.equals(data.layouts())) {
            throw new ConfigurationException(
                    "data",
                    "must be prepared as it was when the run began; its log-mels are " + data.layouts() + " instead of "
                            + before + " (name data with those log-mels by --data, or begin another run)");
        }
    }

    /**
     * Compares the resuming process with the one before.
     *
     * @param step from which the run is resumed
     * @param said receives a sentence if the run will differ from an uninterrupted one
     */
    static void record(PretrainingJob job, long step, NDManager manager, Consumer<String> said) throws IOException {
        Map<String, Object> description = Json.read(job.run().description());
        List<Object> all = new ArrayList<>();
        if (description.get(CONTINUED) instanceof List<?> earlier) {
            all.addAll(earlier);
        }
        Object last = all.isEmpty() ? description : all.get(all.size() - 1);
        if (!(last instanceof Map<?, ?> entry) || !(entry.get(PROVENANCE) instanceof Map<?, ?> before)) {
            return; // an older run has no provenance
        }
        Map<String, String> now = Provenance.of(manager);
        if (now.keySet().stream().allMatch(fact -> fact.equals("started") || same(fact, before, now))) {
            return;
        }
        Map<String, Object> continued = new LinkedHashMap<>();
        continued.put("step", step);
        continued.put(PROVENANCE, now);
        all.add(continued);
        description.put(CONTINUED, all);
        Json.write(job.run().description(), description);
        Provenance.difference(before, now)
                .ifPresent(difference -> said.accept("the run continues under other conditions (" + difference
                        + "): from step " + step
                        + " on, its numbers may be rounded differently and no longer equal those of an uninterrupted run"
                        + " bit for bit; run.json lists this"));
    }

    private static boolean same(String fact, Map<?, ?> before, Map<String, String> now) {
        return Objects.equals(before.get(fact), now.get(fact));
    }
}
