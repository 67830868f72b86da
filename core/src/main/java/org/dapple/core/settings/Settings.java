package org.dapple.core.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A configuration tree written by a user (YAML, JSON, {@code key=value}). Records read it key by key.
 *
 * <p>Every read names a key, so a key that was never read is a mistake: {@link #done} refuses it and suggests the
 * nearest known key. No reflection, no annotations: a record's {@code read(Settings)} is its grammar.
 */
public final class Settings {
    private final Map<String, Object> values;
    private final Map<String, Boolean> known = new LinkedHashMap<>();

    /**
     * Settings over a tree of maps, lists, numbers, strings and booleans.
     *
     * @param values the tree; not changed
     */
    public Settings(Map<String, ?> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * Whether the user gave a value (null counts as none).
     *
     * @param key the key
     * @return true if there is one
     */
    public boolean has(String key) {
        known.put(key, true);
        return values.get(key) != null;
    }

    /**
     * A real number.
     *
     * @param key the key
     * @param otherwise the default
     * @return the number
     * @throws ConfigurationException if the value is something else
     */
    public double number(String key, double otherwise) {
        return read(key, otherwise, "be a number", value -> Double.valueOf(value.toString()));
    }

    /**
     * A whole number.
     *
     * @param key the key
     * @param otherwise the default
     * @return the number
     * @throws ConfigurationException if the value is something else, or does not fit an int
     */
    public int integer(String key, int otherwise) {
        return read(key, otherwise, "be a whole number", value -> Integer.valueOf(value.toString()));
    }

    /**
     * A whole number of 64 bits.
     *
     * @param key the key
     * @param otherwise the default
     * @return the number
     * @throws ConfigurationException if the value is something else
     */
    public long longInteger(String key, long otherwise) {
        return read(key, otherwise, "be a whole number", value -> Long.valueOf(value.toString()));
    }

    /**
     * A truth value.
     *
     * @param key the key
     * @param otherwise the default
     * @return the value
     * @throws ConfigurationException if the value is neither true nor false
     */
    public boolean flag(String key, boolean otherwise) {
        return read(key, otherwise, "be true or false", value -> switch (value.toString()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    /**
     * A word or a path.
     *
     * @param key the key
     * @param otherwise the default
     * @return the text
     */
    public String text(String key, String otherwise) {
        return read(key, otherwise, "be a word", Object::toString);
    }

    /**
     * One of an enumeration's constants; upper and lower case are equal.
     *
     * @param key the key
     * @param otherwise the default
     * @param <E> the enumeration
     * @return the constant
     * @throws ConfigurationException if the value is not one of them
     */
    public <E extends Enum<E>> E choice(String key, E otherwise) {
        E[] constants = otherwise.getDeclaringClass().getEnumConstants();
        List<String> names = Arrays.stream(constants).map(Settings::word).toList();
        return read(
                key,
                otherwise,
                "be one of " + String.join(", ", names),
                value -> Enum.valueOf(
                        otherwise.getDeclaringClass(), value.toString().toUpperCase(Locale.ROOT)));
    }

    /**
     * The word for a constant, as {@link #choice} reads it.
     *
     * @param constant constant of an enumeration
     * @return its name in lower case
     */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A nested section, empty by default. Its reader must call {@link #done} on it.
     *
     * @param key the key
     * @return the section
     * @throws ConfigurationException if the value is not a section
     */
    public Settings section(String key) {
        Object value = has(key) ? values.get(key) : Map.of();
        if (!(value instanceof Map<?, ?> map)) {
            throw new ConfigurationException(
                    key, "must be a section with keys of its own (" + key + ".name=value); it is " + value);
        }
        Map<String, Object> section = new LinkedHashMap<>();
        map.forEach((name, element) -> section.put(String.valueOf(name), element));
        return new Settings(section);
    }

    /**
     * Whether a key holds a section rather than a plain value or nothing.
     *
     * @param key the key
     * @return true for a section
     */
    public boolean isSection(String key) {
        return has(key) && values.get(key) instanceof Map;
    }

    /**
     * Whether a key holds a list.
     *
     * @param key the key
     * @return true for a list
     */
    public boolean isList(String key) {
        return has(key) && values.get(key) instanceof List;
    }

    /** {@return the keys that the user gave; all of them then count as read} */
    public Set<String> keys() {
        values.keySet().forEach(key -> known.put(key, true));
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * A list of sections, each read into a record; errors name the key and the position, as in {@code data.2.path}.
     *
     * @param key the list's key
     * @param reader reads one record
     * @param <T> the type of record
     * @return the records; empty by default
     * @throws ConfigurationException if the value is not a list of sections
     */
    public <T> List<T> list(String key, Function<Settings, T> reader) {
        if (!has(key)) {
            return List.of();
        }
        if (!(values.get(key) instanceof List<?> list)) {
            throw new ConfigurationException(key, "must be a list of sections; it is " + values.get(key));
        }
        Map<String, Object> numbered = new LinkedHashMap<>();
        list.forEach(element -> numbered.put(String.valueOf(numbered.size() + 1), element));
        Settings sections = new Settings(numbered);
        List<T> result = new ArrayList<>();
        try {
            numbered.keySet().forEach(number -> result.add(sections.nested(number, reader)));
        } catch (ConfigurationException e) {
            throw e.within(key);
        }
        return result;
    }

    /**
     * Refuses keys that were never read.
     *
     * @throws ConfigurationException if there is an unknown key; names the first one and the nearest known key
     */
    public void done() {
        for (String key : values.keySet()) {
            if (!known.containsKey(key)) {
                Optional<String> nearest = Nearest.of(key, known.keySet());
                throw new ConfigurationException(
                        key,
                        "is not a known key; "
                                + nearest.map(name -> "did you mean " + name + "?")
                                        .orElse("known here: " + String.join(", ", known.keySet())));
            }
        }
    }

    /**
     * The keys that were never read.
     *
     * @return the keys and values that {@link #done} would refuse
     */
    public Map<String, Object> unread() {
        Map<String, Object> unread = new LinkedHashMap<>(values);
        unread.keySet().removeAll(known.keySet());
        return unread;
    }

    /**
     * Reads a whole section into a record and refuses its unknown keys; errors name the section.
     *
     * @param key the section's key
     * @param reader reads the record
     * @param <T> the type of record
     * @return the record
     */
    public <T> T nested(String key, Function<Settings, T> reader) {
        Settings section = section(key);
        try {
            T result = reader.apply(section);
            section.done();
            return result;
        } catch (ConfigurationException e) {
            throw e.within(key);
        }
    }

    private <T> T read(String key, T otherwise, String rule, Function<Object, T> parser) {
        if (!has(key)) {
            return otherwise;
        }
        Object value = values.get(key);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(key, "must " + rule + "; it is " + value);
        }
    }
}
