package org.dapple.core.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kinds of something that configurations may name; immutable. Kinds from outside join with {@link #with}; whoever
 * reads configurations takes a catalogue as an argument.
 *
 * @param <T> what the kinds have in common
 */
public final class Catalogue<T> {
    private final String key;
    private final String fallback;
    private final Map<String, Codec<? extends T>> codecs;

    private Catalogue(String key, String fallback, Map<String, Codec<? extends T>> codecs) {
        this.key = key;
        this.fallback = fallback;
        this.codecs = codecs;
    }

    /**
     * A catalogue without kinds.
     *
     * @param key whose value is a kind's name
     * @param fallback the name where none is given
     * @param <T> what the kinds have in common
     * @return the catalogue
     */
    public static <T> Catalogue<T> empty(String key, String fallback) {
        return new Catalogue<>(key, fallback, Map.of());
    }

    /**
     * This catalogue and one more kind.
     *
     * @param name its name in configurations; replaces an older one of that name
     * @param codec how it is written
     * @return the larger catalogue
     */
    public Catalogue<T> with(String name, Codec<? extends T> codec) {
        Map<String, Codec<? extends T>> larger = new LinkedHashMap<>(codecs);
        larger.put(name, codec);
        return new Catalogue<>(key, fallback, larger);
    }

    /** {@return the names, in the order they were added} */
    public List<String> names() {
        return new ArrayList<>(codecs.keySet());
    }

    /**
     * Reads a value.
     *
     * @param settings the name of the kind, and the kind's own keys
     * @return the value
     * @throws ConfigurationException naming the key if the name is unknown or a value wrong
     */
    public T read(Settings settings) {
        String name = settings.text(key, fallback);
        Codec<? extends T> codec = codecs.get(name);
        if (codec == null) {
            throw new ConfigurationException(
                    key,
                    "must be one of " + String.join(", ", codecs.keySet()) + "; it is " + name
                            + Nearest.of(name, codecs.keySet())
                                    .map(nearest -> " (did you mean " + nearest + "?)")
                                    .orElse(""));
        }
        return codec.read().apply(settings);
    }

    /**
     * Writes a value so that {@link #read} gives an equal one.
     *
     * @param value of a type in this catalogue
     * @return its name and keys
     * @throws IllegalArgumentException if its type is not in the catalogue
     */
    public Map<String, Object> write(T value) {
        for (Map.Entry<String, Codec<? extends T>> entry : codecs.entrySet()) {
            if (entry.getValue().type().isInstance(value)) {
                Map<String, Object> section = new LinkedHashMap<>();
                section.put(key, entry.getKey());
                section.putAll(entry.getValue().cast(value));
                return section;
            }
        }
        throw new IllegalArgumentException("no " + key + " of type "
                + ((Object) value).getClass().getName() + " in the catalogue; add it with Catalogue.with");
    }
}
