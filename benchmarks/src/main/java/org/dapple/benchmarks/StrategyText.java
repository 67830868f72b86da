package org.dapple.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.masking.MaskingStrategies;
import org.dapple.masking.MaskingStrategy;

/**
 * A strategy as one word or a few: its name in the catalogue and then keys, as in {@code dwm} or {@code dwm hint=0.25}.
 * What all measurements have in common need not be said.
 */
final class StrategyText {
    /** The ratio and the hint of every measurement; a strategy that lacks one of these keys ignores it. */
    private static final Map<String, Object> COMMON = Map.of("ratio", 0.7, "hint", 0.5);

    private StrategyText() {}

    /**
     * Reads a strategy from the standard catalogue.
     *
     * @param text name and keys, separated by spaces
     * @return the strategy
     * @throws ConfigurationException if the catalogue lacks the name, or the strategy a key
     */
    static MaskingStrategy read(String text) {
        String[] words = text.strip().split("\\s+", -1);
        Map<String, Object> given = new HashMap<>();
        given.put("strategy", words[0]);
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            ConfigurationException.require(equals > 0, "strategy", "be a name and key=value pairs", text);
            given.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        Catalogue<MaskingStrategy> catalogue = MaskingStrategies.standard();
        Settings settings = new Settings(given);
        // Writing shows which keys the strategy has.
        Map<String, Object> all = catalogue.write(catalogue.read(settings));
        settings.done();
        COMMON.forEach((key, value) -> {
            if (!given.containsKey(key)) {
                all.replace(key, value);
            }
        });
        return catalogue.read(new Settings(all));
    }
}
