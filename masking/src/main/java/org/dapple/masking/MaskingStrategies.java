package org.dapple.masking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Nearest;
import org.dapple.core.Settings;

/**
 * The immutable catalogue of strategies by the name that configurations use. A strategy from outside joins with
 * {@link #with}; whoever reads configurations takes a catalogue as an argument.
 */
public final class MaskingStrategies {
    private final Map<String, MaskingCodec<?>> codecs;

    private MaskingStrategies(Map<String, MaskingCodec<?>> codecs) {
        this.codecs = codecs;
    }

    /**
     * Dapple's own strategies.
     *
     * @return {@code random}, {@code dwm}, {@code inverse_block}, {@code block}, {@code self_guided}, {@code time},
     *     {@code frequency}, {@code structured}
     */
    public static MaskingStrategies standard() {
        return new MaskingStrategies(Map.of())
                .with("random", StandardCodecs.RANDOM)
                .with("dwm", StandardCodecs.DISPERSION_WEIGHTED)
                .with("inverse_block", StandardCodecs.INVERSE_BLOCK)
                .with("block", StandardCodecs.BLOCK)
                .with("self_guided", StandardCodecs.SELF_GUIDED)
                .with("time", StandardCodecs.TIME)
                .with("frequency", StandardCodecs.FREQUENCY)
                .with("structured", StandardCodecs.STRUCTURED);
    }

    /**
     * This catalogue and one more kind of strategy.
     *
     * @param name its name in configurations; replaces an older one of that name
     * @param codec how it is written
     * @return the larger catalogue
     */
    public MaskingStrategies with(String name, MaskingCodec<?> codec) {
        Map<String, MaskingCodec<?>> larger = new LinkedHashMap<>(codecs);
        larger.put(name, codec);
        return new MaskingStrategies(larger);
    }

    /** {@return the names, in the order they were added} */
    public List<String> names() {
        return new ArrayList<>(codecs.keySet());
    }

    /**
     * Reads a strategy.
     *
     * @param settings a section with {@code strategy} (its name, default {@code dwm}) and the strategy's own keys
     * @return the strategy
     * @throws ConfigurationException naming the key if the name is unknown or a value wrong
     */
    public MaskingStrategy read(Settings settings) {
        String name = settings.text("strategy", "dwm");
        MaskingCodec<?> codec = codecs.get(name);
        if (codec == null) {
            throw new ConfigurationException(
                    "strategy",
                    "must be one of " + String.join(", ", codecs.keySet()) + "; it is " + name
                            + Nearest.of(name, codecs.keySet())
                                    .map(nearest -> " (did you mean " + nearest + "?)")
                                    .orElse(""));
        }
        return codec.read().apply(settings);
    }

    /**
     * Writes a strategy so that {@link #read} gives an equal one.
     *
     * @param strategy of a type in this catalogue
     * @return its section
     * @throws IllegalArgumentException if its type is not in the catalogue
     */
    public Map<String, Object> write(MaskingStrategy strategy) {
        for (Map.Entry<String, MaskingCodec<?>> entry : codecs.entrySet()) {
            if (entry.getValue().type().isInstance(strategy)) {
                Map<String, Object> section = new LinkedHashMap<>();
                section.put("strategy", entry.getKey());
                section.putAll(write(entry.getValue(), strategy));
                return section;
            }
        }
        throw new IllegalArgumentException("no strategy of type "
                + strategy.getClass().getName() + " in the catalogue; add it with MaskingStrategies.with");
    }

    private static <S extends MaskingStrategy> Map<String, Object> write(
            MaskingCodec<S> codec, MaskingStrategy strategy) {
        return codec.write().apply(codec.type().cast(strategy));
    }
}
