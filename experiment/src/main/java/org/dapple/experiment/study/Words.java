package org.dapple.experiment.study;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Reads values for which {@link Settings} has no type: lists of words, and sections as written. */
public final class Words {
    private Words() {}

    /**
     * A list of words: {@code [a, b]}, {@code "a,b"} or {@code a}.
     *
     * @return empty where the key is missing
     */
    static List<String> list(Settings settings, String key) {
        Object value = settings.unread().get(key); // settings.text would turn a list into one word
        if (settings.isList(key) && value instanceof List<?> words) {
            return words.stream().map(String::valueOf).toList();
        }
        return settings.has(key)
                ? Arrays.stream(settings.text(key, "").split(",", -1))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    /** A list of whole numbers. */
    static List<Long> wholeNumbers(Settings settings, String key) {
        List<String> words = list(settings, key);
        try {
            return words.stream().map(Long::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new ConfigurationException(key, "must be whole numbers, as in [1, 2, 3]; it is " + words);
        }
    }

    /** A section as written; empty if the key is missing. */
    static Map<String, Object> section(Settings settings, String key) {
        return settings.section(key).unread();
    }

    /** Lays one tree over another: sections are merged key by key, other values are replaced. */
    static Map<String, Object> merged(Map<String, ?> below, Map<String, ?> above) {
        Map<String, Object> result = new LinkedHashMap<>(below);
        above.forEach((key, value) -> {
            boolean sections = value instanceof Map && below.get(key) instanceof Map;
            result.put(key, sections ? merged(tree(below.get(key)), tree(value)) : value);
        });
        return result;
    }

    /**
     * Converts the keys of a section to strings.
     *
     * @param section a map
     * @return the section with strings as keys
     */
    public static Map<String, Object> tree(@Nullable Object section) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (section instanceof Map<?, ?> map) {
            map.forEach((key, value) -> tree.put(String.valueOf(key), value));
        }
        return tree;
    }
}
