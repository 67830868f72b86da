package org.dapple.data.clips;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dapple.core.settings.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * One row of a manifest.
 *
 * @param filename the name in the manifest, which identifies the clip in results
 * @param file the audio file
 * @param label its class, if the manifest has labels; several classes are joined by {@code ;}
 * @param fold its cross-validation fold, if the manifest has folds
 * @param split {@code train}, {@code valid} or {@code test}, or another word, if the manifest has splits
 * @param source its recording, speaker or instrument, if known; clips of one source are not independent and must not be
 *     on both sides of a split
 */
public record Clip(
        String filename,
        Path file,
        @Nullable String label,
        @Nullable String fold,
        @Nullable String split,
        @Nullable String source) {
    /** Separates the labels of a clip with several labels. */
    public static final String LABEL_SEPARATOR = ";";

    /**
     * Strips spaces, turns empty words into null, and uses the standard names of splits ({@link SplitName}).
     *
     * @throws ConfigurationException with the key {@code label} if one of several labels is empty or a duplicate
     */
    public Clip {
        label = label == null || label.isBlank() ? null : tidied(label);
        fold = word(fold);
        split = word(split) == null ? null : SplitName.of(String.valueOf(word(split)));
        source = word(source);
    }

    private static @Nullable String word(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String tidied(String label) {
        if (!label.contains(LABEL_SEPARATOR)) {
            return label.strip();
        }
        List<String> labels =
                Stream.of(label.split(LABEL_SEPARATOR, -1)).map(String::strip).toList();
        ConfigurationException.require(
                labels.stream().noneMatch(String::isEmpty),
                "label",
                "have a class on both sides of each semicolon",
                label);
        ConfigurationException.require(
                Set.copyOf(labels).size() == labels.size(), "label", "name every class once", label);
        String tidy = String.join(LABEL_SEPARATOR, labels);
        return tidy.equals(label) ? label : tidy;
    }

    /**
     * A clip of unknown source.
     *
     * @param filename the name in the manifest
     * @param file the audio file
     * @param label its class, or classes joined by {@code ;}
     * @param fold its cross-validation fold
     * @param split {@code train}, {@code valid} or {@code test}
     */
    public Clip(String filename, Path file, @Nullable String label, @Nullable String fold, @Nullable String split) {
        this(filename, file, label, fold, split, null);
    }

    /**
     * Whether another clip has the same row, wherever its file is.
     *
     * @param other another clip, or null
     * @return true if all cells of the rows are equal
     */
    public boolean hasWordsOf(@Nullable Clip other) {
        return other != null && new Clip(filename, other.file, label, fold, split, source).equals(other);
    }

    /** {@return the classes of a multi-label clip; empty if it has no label} */
    public List<String> labels() {
        return label == null ? List.of() : List.of(label.split(LABEL_SEPARATOR, -1));
    }
}
