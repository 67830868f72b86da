package org.dapple.data.clips;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The three parts of a data set and what people call them. */
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
     * Dapple's name of a part.
     *
     * @param word as a manifest writes it, in upper or lower case
     * @return {@code train}, {@code valid} or {@code test}; a word that is no usual name of one stays as it is
     */
    public static String of(String word) {
        return USUAL.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    }

    /**
     * Tells whether a part is one of the three.
     *
     * @param split as {@link #of} gives it
     * @return false for any other word
     */
    public static boolean isUsual(String split) {
        return Set.of("train", "valid", "test").contains(split);
    }
}
