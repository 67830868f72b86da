package org.dapple.data.clips;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The three splits of a data set and their usual synonyms. */
public final class SplitName {
    private static final Map<String, String> USUAL = Map.ofEntries(
            Map.entry("train", "train"),
            Map.entry("training", "train"),
            Map.entry("valid", "valid"),
            Map.entry("val", "valid"),
            Map.entry("validation", "valid"),
            Map.entry("dev", "valid"),
            Map.entry("devel", "valid"),
            Map.entry("development", "valid"),
            Map.entry("test", "test"),
            Map.entry("testing", "test"),
            Map.entry("eval", "test"),
            Map.entry("evaluation", "test"));

    private SplitName() {}

    /**
     * Dapple's name of a split.
     *
     * @param word the word in a manifest, in upper or lower case
     * @return {@code train}, {@code valid} or {@code test}; other words are unchanged
     */
    public static String of(String word) {
        return USUAL.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    }

    /**
     * Whether a split is one of the three.
     *
     * @param split a name from {@link #of}
     * @return false for any other word
     */
    public static boolean isUsual(String split) {
        return Set.of("train", "valid", "test").contains(split);
    }
}
