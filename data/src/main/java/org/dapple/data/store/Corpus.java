package org.dapple.data.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.clips.StoredClip;

/**
 * A selection of rows of a data set.
 *
 * @param path a manifest CSV, a folder of audio, a store ({@link LogMelStore}), or log-mels in NumPy files
 *     ({@link NpyLogMels})
 * @param split only rows of this split; empty for all
 * @param folds only rows of these folds; empty for all
 * @param weight its share of the crops, relative to the other corpora; 0 for as many crops as clips
 */
public record Corpus(Path path, String split, List<String> folds, double weight) {

    /** Refuses a weight that is negative or not finite. */
    public Corpus {
        ConfigurationException.require(
                weight >= 0 && Double.isFinite(weight), "weight", "be finite and at least 0", weight);
        folds = List.copyOf(folds);
    }

    /**
     * A corpus without a weight.
     *
     * @param path as for a weighted corpus
     * @param split only rows of this split; empty for all
     * @param folds only rows of these folds; empty for all
     */
    public Corpus(Path path, String split, List<String> folds) {
        this(path, split, folds, 0);
    }

    /**
     * Reads the list of clips.
     *
     * @return the selected rows, at least one
     * @throws IOException if it cannot be read
     * @throws ConfigurationException if there is no such data, split or fold; names the key
     */
    public Manifest manifest() throws IOException {
        Optional<LogMels> prepared = openPrepared(false);
        if (prepared.isPresent()) {
            try (LogMels logMels = prepared.get()) {
                return chosen(new Manifest(
                        logMels.clips().stream().map(StoredClip::clip).toList()));
            }
        }
        return chosen(Manifest.read(path));
    }

    /**
     * Opens the log-mels of prepared data.
     *
     * @return the log-mels of the selected rows; empty if the data is audio that must be prepared first
     * @throws IOException if they cannot be read
     * @throws ConfigurationException if there is no such split or fold; names the key
     */
    public Optional<LogMels> openPrepared() throws IOException {
        return openPrepared(true);
    }

    private Optional<LogMels> openPrepared(boolean select) throws IOException {
        LogMels logMels;
        if (LogMelStore.isStore(path)) {
            logMels = LogMelStore.open(path);
        } else if (NpyLogMels.isLayout(path)) {
            logMels = NpyLogMels.open(path);
        } else {
            return Optional.empty();
        }
        if (select && !(split.isEmpty() && folds.isEmpty())) {
            Manifest all =
                    new Manifest(logMels.clips().stream().map(StoredClip::clip).toList());
            logMels = new SelectedLogMels(logMels, chosen(all).clips());
        }
        return Optional.of(logMels);
    }

    private Manifest chosen(Manifest all) {
        if (!(split.isEmpty() && folds.isEmpty())
                && Files.isDirectory(path)
                && all.values(Clip::split).isEmpty()
                && all.values(Clip::fold).isEmpty()) {
            Path manifest = path.resolve("manifest.csv");
            throw new ConfigurationException(
                    split.isEmpty() ? "folds" : "split",
                    "needs a manifest with such a column; " + path + " is a folder"
                            + (Files.exists(manifest) ? ": name " + manifest : ""));
        }
        Manifest manifest = all;
        if (!split.isEmpty()) {
            manifest = manifest.split(split);
        }
        return folds.isEmpty() ? manifest : manifest.folds(folds);
    }

    /**
     * Reads a corpus.
     *
     * @param settings the keys of {@link #toSettings}
     * @return the corpus
     */
    public static Corpus read(Settings settings) {
        String folds = settings.text("folds", "");
        return new Corpus(
                Path.of(settings.text("path", "")),
                settings.text("split", ""),
                folds.isEmpty() ? List.of() : Arrays.asList(folds.split(",", -1)),
                settings.number("weight", 0));
    }

    /** {@return settings that {@link #read} accepts; the path is absolute} */
    public Map<String, Object> toSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("path", path.toAbsolutePath().normalize().toString());
        settings.put("split", split);
        settings.put("folds", String.join(",", folds));
        settings.put("weight", weight);
        return settings;
    }
}
