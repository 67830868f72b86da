package org.dapple.core.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests a known word for a mistyped one. */
public final class Nearest {
    private Nearest() {}

    /**
     * A question to append to an error.
     *
     * @param word the unknown word
     * @param candidates the known words
     * @return for example {@code (did you mean dwm?)}, with the leading space; empty if no candidate is similar
     */
    public static String didYouMean(String word, Collection<String> candidates) {
        return of(word, candidates)
                .map(candidate -> " (did you mean " + candidate + "?)")
                .orElse("");
    }

    /** The candidate with the fewest single-letter edits; empty if none shares half of its letters with the word. */
    static Optional<String> of(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> 2 * distance(word, candidate) <= Math.max(word.length(), candidate.length()))
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein distance, one row of the table at a time. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
