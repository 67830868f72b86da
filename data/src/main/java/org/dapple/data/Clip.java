package org.dapple.data;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a manifest.
 *
 * @param filename as the manifest writes it; identifies the clip in results
 * @param file where it lies
 * @param label its class, if the manifest has labels; a clip of several classes has them joined by {@code ;}
 * @param fold its cross-validation fold, if the manifest has folds
 * @param split {@code train}, {@code valid} or {@code test}, if the manifest has splits
 * @param source the recording, speaker or instrument that it comes from, if that is known; clips of one source are not
 *     independent of each other and must not be on both sides of a split
 */
public record Clip(
        String filename,
        Path file,
        @Nullable String label,
        @Nullable String fold,
        @Nullable String split,
        @Nullable String source) {
    /** Between the labels of a clip that has several. */
    public static final String LABEL_SEPARATOR = ";";

    /**
     * A clip whose source is not known.
     *
     * @param filename as the manifest writes it
     * @param file where it lies
     * @param label its class, or classes joined by {@code ;}
     * @param fold its cross-validation fold
     * @param split {@code train}, {@code valid} or {@code test}
     */
    public Clip(String filename, Path file, @Nullable String label, @Nullable String fold, @Nullable String split) {
        this(filename, file, label, fold, split, null);
    }

    /** Whether a clip has the same row, wherever its file lies. */
    boolean hasWordsOf(@Nullable Clip other) {
        return other != null && new Clip(filename, other.file, label, fold, split, source).equals(other);
    }

    /** {@return the classes of a clip that may have several; empty if it has no label} */
    public List<String> labels() {
        return label == null ? List.of() : List.of(label.split(LABEL_SEPARATOR, -1));
    }
}
