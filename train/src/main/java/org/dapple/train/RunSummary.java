package org.dapple.train;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.Settings;
import org.dapple.models.layers.ViTConfig;
import org.dapple.train.record.MetricsLog;

/**
 * The state of a run, read from its description, the end of its metrics, and its lock, without an engine.
 *
 * @param run the run
 * @param config its settings, from {@code run.json}
 * @param data its data and the number of its clips, from {@code run.json}
 * @param done steps that are done
 * @param all steps of the run
 * @param latest the newest numbers by name; a name is missing if the newest steps do not have it
 * @param started start time in UTC
 * @param state running, finished, diverged or interrupted
 */
public record RunSummary(
        RunDirectory run,
        Map<String, Object> config,
        Map<String, Object> data,
        long done,
        long all,
        Map<String, Double> latest,
        String started,
        State state) {

    /** States of a run. */
    public enum State {
        /** A process works on it. */
        RUNNING,
        /** All steps are done. */
        FINISHED,
        /** Its loss is not a number. */
        DIVERGED,
        /** It waits to be resumed. */
        INTERRUPTED
    }

    /** In {@code run.json}: the steps of the run, counted when it began. */
    static final String STEPS = "steps";

    /**
     * The steps of a run.
     *
     * @param description from {@code run.json}; older ones lack the steps, and had no weights of corpora
     * @param clips of all its data
     */
    static long steps(Map<String, Object> description, PretrainingConfig config, long clips) {
        return description.get(STEPS) instanceof Long counted
                ? counted
                : config.optimization().stepsOn(clips);
    }

    /**
     * Reads the state of a run.
     *
     * @param run the run
     * @param catalogues must include its masking strategy and model
     * @return its state
     * @throws IOException if its files cannot be read
     * @throws org.dapple.core.settings.ConfigurationException if its settings are not understood
     */
    public static RunSummary of(RunDirectory run, Catalogues catalogues) throws IOException {
        Map<String, Object> description = Json.read(run.description());
        PretrainingConfig config = PretrainingJob.open(run, catalogues).config();
        if (!(description.get("clips") instanceof Long clips) || clips < 1) {
            throw new IOException(run.description() + " does not say how many clips the run has");
        }
        Map<String, Double> latest = new LinkedHashMap<>();
        if (Files.exists(run.metrics())) {
            MetricsLog.tail(run.metrics())
                    .forEach(line -> line.forEach((name, value) -> {
                        if (value instanceof Number number) {
                            latest.put(name, number.doubleValue());
                        }
                    }));
        }
        long done = Math.round(latest.getOrDefault("step", -1.0)) + 1;
        latest.remove("step");
        long all = steps(description, config, clips);
        String started = description.get("provenance") instanceof Map<?, ?> facts && facts.get("started") != null
                ? String.valueOf(facts.get("started"))
                : "unknown";
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("data", description.get("data"));
        data.put("clips", clips);
        return new RunSummary(
                run, config.toSettings(catalogues), data, done, all, latest, started, state(run, done, all));
    }

    private static State state(RunDirectory run, long done, long all) throws IOException {
        if (WorkLock.isTaken(run.root())) {
            return State.RUNNING;
        }
        if (done >= all) {
            return State.FINISHED;
        }
        boolean diverged = Files.exists(run.divergence())
                && Json.read(run.divergence()).get("step") instanceof Long step
                && step >= done;
        return diverged ? State.DIVERGED : State.INTERRUPTED;
    }

    /** {@return the pretext task and the encoder's size, for example {@code mae tiny}} */
    public String model() {
        String size = "";
        if (config.get("model") instanceof Map<?, ?>) {
            ViTConfig encoder =
                    new Settings(config).nested("model", section -> ViTConfig.read(section, ViTConfig.TINY));
            size = ViTConfig.presets().entrySet().stream()
                    .filter(preset -> preset.getValue().equals(encoder))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(encoder.width() + "x" + encoder.depth());
        }
        return (config.getOrDefault("pretext", "") + " " + size).strip();
    }

    /** {@return the masking strategy and its ratio, for example {@code dwm 0.7}} */
    public String masking() {
        return config.get("masking") instanceof Map<?, ?> masking
                ? (masking.get("strategy") + " " + (masking.get("ratio") == null ? "" : masking.get("ratio"))).strip()
                : "";
    }

    /**
     * The settings and data in which two runs differ.
     *
     * @param other the other run
     * @return dotted key to both values, {@code none} where one has no such key
     */
    public Map<String, List<String>> differences(RunSummary other) {
        Map<String, String> mine = flat("", data, flat("", config, new LinkedHashMap<>()));
        Map<String, String> its = flat("", other.data, flat("", other.config, new LinkedHashMap<>()));
        Map<String, List<String>> differences = new LinkedHashMap<>();
        Map<String, String> keys = new LinkedHashMap<>(mine);
        keys.putAll(its);
        for (String key : keys.keySet()) {
            String a = mine.getOrDefault(key, "none");
            String b = its.getOrDefault(key, "none");
            if (!a.equals(b)) {
                differences.put(key, List.of(a, b));
            }
        }
        return differences;
    }

    private static Map<String, String> flat(String prefix, Map<?, ?> tree, Map<String, String> into) {
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?> section) {
                flat(prefix + key + ".", section, into);
            } else if (value instanceof List<?> several) {
                int number = 1;
                for (Object one : several) {
                    String name = key + (several.size() == 1 ? "" : "[" + number++ + "]");
                    flat(prefix, Map.of(name, one), into);
                }
            } else {
                into.put(prefix + key, String.valueOf(value));
            }
        });
        return into;
    }

    /** {@return everything as JSON} */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.root().toString());
        json.put("state", Settings.word(state));
        json.put("done", done);
        json.put("all", all);
        json.put("started", started);
        json.put("latest", latest);
        json.put("config", config);
        json.putAll(data);
        return json;
    }
}
