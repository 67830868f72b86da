package org.dapple.core.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads and writes one type of record as configuration. Reading the written settings gives an equal record.
 *
 * @param type the type of record
 * @param read creates a record from settings; missing keys get defaults
 * @param write gives the settings of a record, with every key
 * @param <T> the type of record
 */
public record Codec<T>(Class<T> type, Function<Settings, T> read, Function<T, Map<String, Object>> write) {

    /**
     * A section that keeps the order of its keys.
     *
     * @param keysAndValues key, value, key, value, …
     * @return key to value
     */
    public static Map<String, Object> keys(Object... keysAndValues) {
        Map<String, Object> section = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            section.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return section;
    }

    /** The settings of a value, which must be of this codec's type. */
    Map<String, Object> cast(Object value) {
        return write.apply(type.cast(value));
    }
}
