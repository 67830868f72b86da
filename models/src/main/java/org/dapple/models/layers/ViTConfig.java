package org.dapple.models.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * The size of a vision transformer.
 *
 * @param width D, a multiple of 4 and of the heads
 * @param depth number of blocks
 * @param heads attention heads
 */
public record ViTConfig(int width, int depth, int heads) {
    /** 5.5 million parameters, for experiments on a CPU. */
    public static final ViTConfig TINY = new ViTConfig(192, 12, 3);
    /** 21 million parameters. */
    public static final ViTConfig SMALL = new ViTConfig(384, 12, 6);
    /** 85 million parameters: the size of the published models. */
    public static final ViTConfig BASE = new ViTConfig(768, 12, 12);

    /** 303 million parameters. */
    public static final ViTConfig LARGE = new ViTConfig(1024, 24, 16);

    /** Refuses sizes that are not positive, and a width that is not a multiple of 4 and of the heads. */
    public ViTConfig {
        ConfigurationException.require(heads > 0, "heads", "be positive", heads);
        ConfigurationException.require(depth > 0, "depth", "be positive", depth);
        ConfigurationException.require(
                width > 0 && width % 4 == 0 && width % heads == 0,
                "width",
                "be a multiple of 4 and of the " + heads + " heads",
                width);
    }

    /** {@return the named sizes, smallest first} */
    public static Map<String, ViTConfig> presets() {
        Map<String, ViTConfig> presets = new LinkedHashMap<>();
        presets.put("tiny", TINY);
        presets.put("small", SMALL);
        presets.put("base", BASE);
        presets.put("large", LARGE);
        return presets;
    }

    /**
     * Reads a size.
     *
     * @param settings keys {@code width}, {@code depth}, {@code heads}
     * @param otherwise defaults of missing keys
     * @return the size
     */
    public static ViTConfig read(Settings settings, ViTConfig otherwise) {
        return new ViTConfig(
                settings.integer("width", otherwise.width),
                settings.integer("depth", otherwise.depth),
                settings.integer("heads", otherwise.heads));
    }

    /** {@return settings that {@link #read} accepts} */
    public Map<String, Object> toSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("width", width);
        settings.put("depth", depth);
        settings.put("heads", heads);
        return settings;
    }
}
