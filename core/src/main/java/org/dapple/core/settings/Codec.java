package org.dapple.core.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How one kind of record is written as configuration. Reading what was written gives an equal record.
 *
 * @param type the record
 * @param read makes one from its settings; missing keys get defaults
 * @param write the settings of one, every key present
 * @param <T> the record
 */
public record Codec<T>(Class<T> type, Function<Settings, T> read, Function<T, Map<String, Object>> write) {

    /**
     * A section in the order of writing.
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

    /** The settings of a value that is known to be of this codec's type. */
    Map<String, Object> cast(Object value) {
        return write.apply(type.cast(value));
    }
}
