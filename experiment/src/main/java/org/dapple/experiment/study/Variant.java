package org.dapple.experiment.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Nearest;
import org.dapple.core.settings.Settings;

/**
 * A named section of a study: a pretext model or a masking. A list as a value makes a variant for each of its elements:
 * {@code dwm: {strategy: dwm, hint: [0, 0.5]}} gives {@code dwm-hint-0} and {@code dwm-hint-0.5}.
 *
 * @param name of the variant
 * @param family name of the section that it comes from
 * @param settings without lists
 */
record Variant(String name, String family, Map<String, Object> settings) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /**
     * Reads all variants of a section of sections.
     *
     * @param key {@code models} or {@code masks}
     */
    static List<Variant> read(Settings settings, String key) {
        List<Variant> variants = new ArrayList<>();
        Settings sections = settings.section(key);
        for (String family : sections.keys()) {
            ConfigurationException.require(
                    family.matches(NAME), key, "have names of letters, digits, dots, hyphens and underscores", family);
            if (sections.has(family) && !sections.isSection(family)) {
                throw new ConfigurationException(
                        key + "." + family, "must be a section of settings; write {} for an empty one");
            }
            variants.addAll(expanded(new Variant(family, family, Words.section(sections, family))));
        }
        Set<String> names = new LinkedHashSet<>();
        for (Variant variant : variants) {
            ConfigurationException.require(names.add(variant.name), key, "have different names", variant.name);
        }
        return variants;
    }

    /** The variants that a list names, by their own name or their family's; all for an empty list. */
    static List<Variant> chosen(List<Variant> all, List<String> names, String key) {
        for (String name : names) {
            if (all.stream().noneMatch(variant -> variant.is(name))) {
                List<String> known = all.stream().map(Variant::name).toList();
                throw new ConfigurationException(
                        key,
                        "must name some of " + String.join(", ", known) + "; it names " + name
                                + Nearest.didYouMean(name, known));
            }
        }
        return all.stream()
                .filter(variant -> names.isEmpty() || names.stream().anyMatch(variant::is))
                .toList();
    }

    private boolean is(String wanted) {
        return name.equals(wanted) || family.equals(wanted);
    }

    private static List<Variant> expanded(Variant variant) {
        for (Map.Entry<String, Object> setting : variant.settings.entrySet()) {
            if (setting.getValue() instanceof List<?> values) {
                List<Variant> all = new ArrayList<>();
                for (Object value : values) {
                    Map<String, Object> one = new LinkedHashMap<>(variant.settings);
                    one.put(setting.getKey(), value);
                    String name = variant.name + "-" + setting.getKey().replace('_', '-') + "-" + word(value);
                    all.addAll(expanded(new Variant(name, variant.family, one)));
                }
                return all;
            }
        }
        return List.of(variant);
    }

    private static String word(Object value) {
        return value instanceof Map<?, ?> section
                ? section.values().stream().map(String::valueOf).collect(Collectors.joining("-"))
                : String.valueOf(value);
    }
}
