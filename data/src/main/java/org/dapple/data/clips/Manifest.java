package org.dapple.data.clips;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dapple.core.settings.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The clips of a data set. Read from a CSV file with the columns {@code filename} (relative to the manifest's folder)
 * and optionally {@code label}, {@code fold}, {@code split}, {@code source} (others are ignored), or from a folder of
 * audio files, without labels.
 *
 * @param clips the chosen rows, in file order (a folder's sorted by path)
 * @param listed number of all rows
 * @param remarks warnings about the rows, a sentence each
 */
public record Manifest(List<Clip> clips, int listed, List<String> remarks) {
    private static final List<String> COLUMNS = List.of("filename", "label", "fold", "split", "source");
    private static final Set<String> AUDIO = Set.of("wav", "flac", "ogg", "opus", "mp3", "aif", "aiff", "au");

    /** Copies the lists. */
    public Manifest {
        clips = List.copyOf(clips);
        remarks = List.copyOf(remarks);
    }

    /**
     * A manifest of all given clips.
     *
     * @param clips the rows
     */
    public Manifest(List<Clip> clips) {
        this(clips, clips.size(), List.of());
    }

    /**
     * Counts the rows by outcome.
     *
     * @param skipped clips that could not be read
     * @return the counts; rows that were not chosen count as left out
     */
    public RowCounts rows(List<SkippedClip> skipped) {
        RowCounts chosen = RowCounts.of(clips, clip -> null, skipped);
        int others = listed - clips.size();
        return new RowCounts(
                listed,
                others == 0 ? new TreeMap<>() : new TreeMap<>(Map.of("other splits or folds", others)),
                chosen.skipped(),
                chosen.labels());
    }

    /**
     * Reads a manifest or lists a folder.
     *
     * @param path a CSV file, or a folder that is searched recursively for audio files
     * @return the clips, at least one
     * @throws ConfigurationException with the key {@code data} if there are no usable clips
     * @throws IOException if reading fails
     */
    public static Manifest read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return ofFolder(path);
        }
        if (!Files.isRegularFile(path)) {
            throw new ConfigurationException(
                    "data", "must be a folder of audio files or a manifest CSV; " + path + " does not exist");
        }
        return ofCsv(path);
    }

    private static Manifest ofFolder(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Clip> clips = paths.filter(Files::isRegularFile)
                    .filter(file -> AUDIO.contains(extension(file)))
                    .sorted()
                    .map(file -> new Clip(portable(folder.relativize(file)), file, null, null, null))
                    .toList();
            if (clips.isEmpty()) {
                throw new ConfigurationException(
                        "data",
                        "must hold audio files (" + String.join(", ", new TreeSet<>(AUDIO)) + "); " + folder
                                + " has none");
            }
            return new Manifest(clips);
        } catch (UncheckedIOException e) {
            throw new IOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Manifest ofCsv(Path csv) throws IOException {
        ListedRows rows = new ListedRows();
        addRows(csv, "filename", rows);
        if (rows.clips().isEmpty()) {
            throw new ConfigurationException("data", "must list clips; " + csv + " has no rows");
        }
        String remark = rows.remark();
        return new Manifest(
                rows.clips(), rows.clips().size(), remark == null ? List.of() : List.of(csv + ": " + remark));
    }

    /**
     * Adds the rows of a CSV file with a given column of file names.
     *
     * @param csv the file
     * @param names the column of file names
     * @param rows receives the rows
     * @throws IOException if the file cannot be read
     */
    public static void addRows(Path csv, String names, ListedRows rows) throws IOException {
        try {
            CsvFile.read(csv, List.of(), row -> {
                String column = Stream.of(names, "filename")
                        .filter(row.places()::containsKey)
                        .findFirst()
                        .orElseThrow(() -> new ConfigurationException(
                                "data",
                                "must be a CSV with a column " + names + "; " + csv + " has the columns "
                                        + String.join(", ", row.places().keySet())));
                rows.add(row, column);
            });
        } catch (CsvFile.MalformedException e) {
            throw new ConfigurationException(
                    "data",
                    "must be a folder of audio files or a manifest CSV (for a single recording, name its folder); "
                            + e.getMessage());
        }
    }

    /**
     * Writes a manifest that {@link #read} reads back. Clips below its folder get relative names, others absolute
     * paths.
     *
     * @param csv the file, replaced if it exists; its folder is created
     * @throws IOException if it cannot be written; the old content then stays
     */
    public void write(Path csv) throws IOException {
        Path folder = csv.toAbsolutePath().normalize().resolveSibling("").normalize();
        CsvFile.write(csv, COLUMNS, clips.stream().map(clip -> {
            Path file = clip.file().toAbsolutePath().normalize();
            String name = portable(file.startsWith(folder) ? folder.relativize(file) : file);
            return Arrays.asList(name, clip.label(), clip.fold(), clip.split(), clip.source());
        }));
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static String portable(Path relative) {
        return relative.toString().replace('\\', '/');
    }

    /**
     * The rows of one split.
     *
     * @param split its name or a usual synonym, such as {@code val} for {@code valid}
     * @return the smaller manifest
     * @throws ConfigurationException if no row has it
     */
    public Manifest split(String split) {
        return only("split", Set.of(SplitName.of(split)), Clip::split);
    }

    /**
     * The rows of some folds.
     *
     * @param folds their names
     * @return the smaller manifest
     * @throws ConfigurationException if a fold has no rows
     */
    public Manifest folds(Collection<String> folds) {
        return only("folds", new TreeSet<>(folds), Clip::fold);
    }

    private Manifest only(String key, Set<String> wanted, Function<Clip, @Nullable String> column) {
        Set<String> there = values(column);
        if (!there.containsAll(wanted)) {
            throw new ConfigurationException(
                    key,
                    "must match rows of the manifest; it is " + String.join(",", wanted) + ", but the rows have "
                            + (there.isEmpty() ? "none" : String.join(", ", there)));
        }
        List<Clip> chosen = clips.stream()
                .filter(clip -> {
                    String value = column.apply(clip);
                    return value != null && wanted.contains(value);
                })
                .toList();
        return new Manifest(chosen, listed, remarks);
    }

    /**
     * The distinct values of a column.
     *
     * @param column for example {@code Clip::fold}
     * @return the values, sorted, without nulls
     */
    public Set<String> values(Function<Clip, @Nullable String> column) {
        Set<String> values = new TreeSet<>();
        for (Clip clip : clips) {
            String value = column.apply(clip);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }
}
