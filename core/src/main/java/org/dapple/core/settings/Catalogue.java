package org.dapple.core.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named kinds that a configuration can choose from, such as masking strategies; immutable. Add your own kinds with
 * {@link #with}, and pass the catalogue to the method that reads configurations.
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
     * An empty catalogue.
     *
     * @param key the key that names the kind
     * @param fallback the default name
     * @param <T> what the kinds have in common
     * @return the catalogue
     */
    public static <T> Catalogue<T> empty(String key, String fallback) {
        return new Catalogue<>(key, fallback, Map.of());
    }

    /**
     * This catalogue with one more kind.
     *
     * @param name its name in configurations; replaces an existing kind of that name
     * @param codec how it is read and written
     * @return the larger catalogue
     */
    public Catalogue<T> with(String name, Codec<? extends T> codec) {
        Map<String, Codec<? extends T>> larger = new LinkedHashMap<>(codecs);
        larger.put(name, codec);
        return new Catalogue<>(key, fallback, larger);
    }

    /** {@return the names, in the order of addition} */
    public List<String> names() {
        return new ArrayList<>(codecs.keySet());
    }

    /**
     * Reads a value.
     *
     * @param settings the name of the kind and its keys
     * @return the value
     * @throws ConfigurationException if the name is unknown or a value is wrong; names the key
     */
    public T read(Settings settings) {
        String name = settings.text(key, fallback);
        Codec<? extends T> codec = codecs.get(name);
        if (codec == null) {
            throw new ConfigurationException(
                    key,
                    "must be one of " + String.join(", ", codecs.keySet()) + "; it is " + name
                            + Nearest.didYouMean(name, codecs.keySet()));
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
