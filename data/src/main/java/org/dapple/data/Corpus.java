package org.dapple.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.Settings;

/**
 * Which rows of which data set.
 *
 * @param path a manifest CSV or a folder of audio
 * @param split only rows of this split; empty for all
 * @param folds only rows of these folds; empty for all
 */
public record Corpus(Path path, String split, List<String> folds) {

    /** Copies the list. */
    public Corpus {
        folds = List.copyOf(folds);
    }

    /**
     * Reads the manifest.
     *
     * @return the chosen rows, at least one
     * @throws IOException if it cannot be read
     * @throws org.dapple.core.ConfigurationException naming the key if there is no such data, split or fold
     */
    public Manifest manifest() throws IOException {
        Manifest manifest = Manifest.read(path);
        if (!split.isEmpty()) {
            manifest = manifest.split(split);
        }
        return folds.isEmpty() ? manifest : manifest.folds(folds);
    }

    /**
     * Reads a choice.
     *
     * @param settings the keys of {@link #toSettings}
     * @return the choice
     */
    public static Corpus read(Settings settings) {
        String folds = settings.text("folds", "");
        return new Corpus(
                Path.of(settings.text("path", "")),
                settings.text("split", ""),
                folds.isEmpty() ? List.of() : Arrays.asList(folds.split(",", -1)));
    }

    /** {@return what {@link #read} reads back; the path is absolute} */
    public Map<String, Object> toSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("path", path.toAbsolutePath().normalize().toString());
        settings.put("split", split);
        settings.put("folds", String.join(",", folds));
        return settings;
    }
}
