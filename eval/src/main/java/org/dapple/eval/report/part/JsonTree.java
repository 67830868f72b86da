package org.dapple.eval.report.part;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.dapple.eval.statistics.Interval;

/** Builds an object for JSON, key by key. */
public final class JsonTree {
    private final Map<String, Object> entries = new LinkedHashMap<>();

    /** An object without keys. */
    public JsonTree() {}

    /**
     * Adds a value.
     *
     * @param key its name
     * @param value text, a number, a truth value, a list or a map
     * @return this
     */
    public JsonTree put(String key, Object value) {
        entries.put(key, value);
        return this;
    }

    /**
     * Adds a number, if it is known.
     *
     * @param key its name
     * @param value left out when empty
     * @return this
     */
    public JsonTree put(String key, OptionalDouble value) {
        value.ifPresent(number -> entries.put(key, number));
        return this;
    }

    /**
     * Adds an interval: its kind, and its ends where there is one. Without ends, the kind says why.
     *
     * @param key its name
     * @param interval of a score or a difference
     * @return this
     */
    public JsonTree put(String key, Interval interval) {
        JsonTree tree = new JsonTree();
        if (interval.known()) {
            tree.put("low", interval.low()).put("high", interval.high());
        }
        entries.put(key, tree.put("kind", interval.kind().toString()).entries());
        return this;
    }

    /** {@return the keys and values, in the order in which they were added} */
    public Map<String, Object> entries() {
        return Collections.unmodifiableMap(entries);
    }
}
