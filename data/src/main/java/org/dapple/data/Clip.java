package org.dapple.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One row of a manifest.
 *
 * @param filename as the manifest writes it; identifies the clip in results
 * @param file where it lies
 * @param label its class, if the manifest has labels
 * @param fold its cross-validation fold, if the manifest has folds
 * @param split {@code train}, {@code valid} or {@code test}, if the manifest has splits
 */
public record Clip(
        String filename,
        Path file,
        @Nullable String label,
        @Nullable String fold,
        @Nullable String split) {}
