package org.dapple.experiment.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.masking.MaskingStrategy;

/**
 * A masking strategy to draw.
 *
 * @param caption its name, with the hint if it has one
 * @param strategy draws the masks
 */
public record MaskVariant(String caption, MaskingStrategy strategy) {

    /**
     * Reads strategies by name. A strategy with hints gives one variant for each hint.
     *
     * @param catalogue the strategies that are known
     * @param names of the strategies
     * @param ratio share of the patches to mask, 0 to 1
     * @param hints hint ratios, 0 to 1
     * @param more settings for the strategies that have them
     * @return the variants
     * @throws ConfigurationException naming a setting that none of the strategies has
     */
    public static List<MaskVariant> of(
            Catalogue<MaskingStrategy> catalogue,
            List<String> names,
            double ratio,
            List<Double> hints,
            Map<String, Object> more) {
        List<MaskVariant> variants = new ArrayList<>();
        Set<String> unused = new LinkedHashSet<>(more.keySet());
        for (String name : names) {
            Map<String, Object> section = new LinkedHashMap<>(Map.of("strategy", name, "ratio", ratio));
            Set<String> keys =
                    catalogue.write(catalogue.read(new Settings(section))).keySet();
            more.keySet().stream().filter(keys::contains).forEach(key -> section.put(key, more.get(key)));
            unused.removeAll(keys);
            if (!keys.contains("hint")) {
                variants.add(new MaskVariant(name, catalogue.read(new Settings(section))));
                continue;
            }
            for (double hint : hints) {
                section.put("hint", hint);
                variants.add(new MaskVariant(
                        String.format(Locale.ROOT, "%s, hint %s", name, hint), catalogue.read(new Settings(section))));
            }
        }
        if (!unused.isEmpty()) {
            throw new ConfigurationException(
                    unused.iterator().next(), "is not a setting of any of the strategies " + String.join(", ", names));
        }
        return variants;
    }
}
