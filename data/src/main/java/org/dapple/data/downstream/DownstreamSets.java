package org.dapple.data.downstream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Nearest;

/** The downstream sets by name; immutable. Add your own sets with {@link #with}. */
public final class DownstreamSets {
    private final Map<String, DownstreamSet> sets;

    private DownstreamSets(Map<String, DownstreamSet> sets) {
        this.sets = sets;
    }

    /** {@return the built-in sets: ESC-50, UrbanSound8K, Speech Commands V2 and others} */
    public static DownstreamSets standard() {
        DownstreamSets sets = new DownstreamSets(Map.of());
        for (DownstreamSet set : List.of(
                new Esc50(),
                new UrbanSound8k(),
                new SpeechCommandsV2(),
                new VoxCeleb1(),
                new VoxForge(),
                new CremaD(),
                new Gtzan(),
                new NSynth(),
                new Surge(),
                new Fsd50k())) {
            sets = sets.with(set);
        }
        return sets;
    }

    /**
     * These sets with one more.
     *
     * @param set the set; replaces an existing set of its name
     * @return the larger catalogue
     */
    public DownstreamSets with(DownstreamSet set) {
        Map<String, DownstreamSet> larger = new LinkedHashMap<>(sets);
        larger.put(set.name(), set);
        return new DownstreamSets(larger);
    }

    /** {@return all sets, in the order of addition} */
    public List<DownstreamSet> all() {
        return List.copyOf(sets.values());
    }

    /**
     * Finds a set.
     *
     * @param name its name or one of its aliases, in upper or lower case, with {@code _} or {@code -}
     * @return the set
     * @throws ConfigurationException with the key {@code name} if there is none
     */
    public DownstreamSet get(String name) {
        String wanted = name.toLowerCase(Locale.ROOT).replace('_', '-');
        Map<String, DownstreamSet> byName = new LinkedHashMap<>();
        for (DownstreamSet set : sets.values()) {
            set.info().aliases().forEach(alias -> byName.putIfAbsent(alias, set));
        }
        byName.putAll(sets); // a name takes precedence over another set's alias
        DownstreamSet set = byName.get(wanted);
        if (set == null) {
            throw new ConfigurationException(
                    "name",
                    "must be one of " + String.join(", ", sets.keySet()) + "; it is " + name
                            + Nearest.didYouMean(wanted, byName.keySet()));
        }
        return set;
    }
}
