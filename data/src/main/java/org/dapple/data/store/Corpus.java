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
 * Which rows of which data set.
 *
 * @param path a manifest CSV, a folder of audio, a store ({@link LogMelStore}), or log-mels in NumPy files
 *     ({@link NpyLogMels})
 * @param split only rows of this split; empty for all
 * @param folds only rows of these folds; empty for all
 * @param weight where several corpora are mixed, its share of the crops, relative to the others'; 0: as many as it has
 *     clips
 */
public record Corpus(Path path, String split, List<String> folds, double weight) {

    /** Checks the weight and copies the list. */
    public Corpus {
        ConfigurationException.require(
                weight >= 0 && Double.isFinite(weight), "weight", "be finite and at least 0", weight);
        folds = List.copyOf(folds);
    }

    /**
     * A corpus that is not weighted.
     *
     * @param path where it is
     * @param split only rows of this split; empty for all
     * @param folds only rows of these folds; empty for all
     */
    public Corpus(Path path, String split, List<String> folds) {
        this(path, split, folds, 0);
    }

    /**
     * Reads the list of clips.
     *
     * @return the chosen rows, at least one
     * @throws IOException if it cannot be read
     * @throws ConfigurationException naming the key if there is no such data, split or fold
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
     * Opens the log-mels of data that is prepared already.
     *
     * @return those of the chosen rows; empty if the data is sound, of which log-mels are yet to be made
     * @throws IOException if they cannot be read
     * @throws ConfigurationException naming the key if there is no such split or fold
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
                    "needs a manifest, which says what belongs to it; " + path + " is a folder"
                            + (Files.exists(manifest) ? ": name " + manifest : ""));
        }
        Manifest manifest = all;
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
                folds.isEmpty() ? List.of() : Arrays.asList(folds.split(",", -1)),
                settings.number("weight", 0));
    }

    /** {@return what {@link #read} reads back; the path is absolute} */
    public Map<String, Object> toSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("path", path.toAbsolutePath().normalize().toString());
        settings.put("split", split);
        settings.put("folds", String.join(",", folds));
        settings.put("weight", weight);
        return settings;
    }
}
