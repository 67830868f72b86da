package org.dapple.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.Catalogue;
import org.dapple.core.Settings;
import org.dapple.masking.MaskingStrategy;

/**
 * A strategy to look at.
 *
 * @param caption what it is called
 * @param strategy draws the masks
 */
record MaskVariant(String caption, MaskingStrategy strategy) {

    /** Each strategy by its defaults, and those that take a hint with every hint. */
    static List<MaskVariant> of(
            Catalogue<MaskingStrategy> catalogue, List<String> names, double ratio, List<Double> hints) {
        List<MaskVariant> variants = new ArrayList<>();
        for (String name : names) {
            Map<String, Object> section = new LinkedHashMap<>();
            section.put("strategy", name);
            section.put("ratio", ratio);
            MaskingStrategy strategy = catalogue.read(new Settings(section));
            if (!catalogue.write(strategy).containsKey("hint")) {
                variants.add(new MaskVariant(name, strategy));
                continue;
            }
            for (double hint : hints) {
                section.put("hint", hint);
                variants.add(new MaskVariant(
                        String.format(Locale.ROOT, "%s, hint %s", name, hint), catalogue.read(new Settings(section))));
            }
        }
        return variants;
    }
}
