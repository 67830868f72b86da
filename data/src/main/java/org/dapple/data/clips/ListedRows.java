package org.dapple.data.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dapple.core.settings.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** Collects the clips of manifests and refuses wrong rows by line. */
public final class ListedRows {
    private final List<Clip> clips = new ArrayList<>();
    private final Map<String, Long> lines = new HashMap<>();
    /** Files by case-insensitive names, as on some file systems. */
    private final Map<String, Path> folded = new HashMap<>();

    private final Map<Path, Path> folders = new HashMap<>();
    /** The spelling of each split, by its standard name. */
    private final Map<String, String> splits = new TreeMap<>();

    /** {@return the clips so far, in order} */
    public List<Clip> clips() {
        return clips;
    }

    /**
     * Adds a row.
     *
     * @param names the column of file names
     * @throws ConfigurationException with the key {@code data} if the row is wrong; names the line
     */
    void add(CsvFile.Row row, String names) throws IOException {
        String filename = row.get(names);
        if (filename.isEmpty()) {
            throw refused(row, "it names no file");
        }
        Clip clip;
        try {
            clip = new Clip(
                    filename,
                    row.file().resolveSibling(filename),
                    row.get("label"),
                    row.get("fold"),
                    row.get("split"),
                    row.get("source"));
        } catch (InvalidPathException e) {
            throw refused(row, "it names no file: " + e.getMessage());
        } catch (ConfigurationException e) {
            throw refused(row, String.valueOf(e.getMessage()));
        }
        requireNew(clip, row);
        requireOneName(row.get("split").toLowerCase(Locale.ROOT), row);
        clips.add(clip);
    }

    private void requireNew(Clip clip, CsvFile.Row row) throws IOException {
        Path file = clip.file().toAbsolutePath().normalize();
        Path folder = file.getParent();
        if (folder != null) {
            file = folders.computeIfAbsent(folder, ListedRows::real).resolve(file.getFileName());
        }
        String name = file.toString();
        Long line = lines.putIfAbsent(name, row.line());
        Path other = folded.putIfAbsent(
                Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT), file);
        if (line == null && other != null && Files.exists(file) && Files.isSameFile(file, other)) {
            line = lines.get(other.toString());
        }
        if (line != null) {
            throw refused(
                    row,
                    "it repeats the file of line " + line + ", " + clip.filename()
                            + " (join several labels of a clip with ; in one row)");
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder; // it does not exist: each of its clips will be skipped
        }
    }

    /** Refuses two names of one split: a set with test and eval may mean two different splits. */
    private void requireOneName(String written, CsvFile.Row row) {
        if (written.isEmpty()) {
            return;
        }
        String split = SplitName.of(written);
        String before = splits.putIfAbsent(split, written);
        if (before != null && !before.equals(written) && SplitName.isUsual(split)) {
            throw refused(
                    row,
                    "it has the split " + written + ", rows above have " + before + ", and both are names of " + split
                            + ": rename one");
        }
    }

    private static ConfigurationException refused(CsvFile.Row row, String why) {
        return new ConfigurationException("data", "cannot be used: " + row.where() + ": " + why);
    }

    /** A warning about unusual splits; null if there are none. */
    @Nullable
    String remark() {
        Map<String, Integer> unusual = new TreeMap<>();
        for (Clip clip : clips) {
            String split = clip.split();
            if (split != null && !SplitName.isUsual(split)) {
                unusual.merge(split, 1, Integer::sum);
            }
        }
        return unusual.isEmpty()
                ? null
                : unusual.values().stream().mapToInt(Integer::intValue).sum() + " of " + clips.size()
                        + " rows have a split that is not train, valid or test: "
                        + unusual.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "));
    }
}
