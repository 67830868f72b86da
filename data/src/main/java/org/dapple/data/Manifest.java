package org.dapple.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dapple.core.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Which clips a data set has. Read from a CSV file with the columns {@code filename} (relative to the manifest's
 * folder) and optionally {@code label}, {@code fold}, {@code split}, {@code source} (others are ignored), or from a
 * plain folder of audio files, which has no labels.
 *
 * @param clips the rows, in file order (a folder's sorted by path)
 */
public record Manifest(List<Clip> clips) {
    private static final List<String> COLUMNS = List.of("filename", "label", "fold", "split", "source");
    private static final Set<String> AUDIO = Set.of("wav", "flac", "ogg", "opus", "mp3", "aif", "aiff", "au");

    /** Copies the list. */
    public Manifest {
        clips = List.copyOf(clips);
    }

    /**
     * Reads a manifest or lists a folder.
     *
     * @param path a CSV file, or a folder that is searched in depth for audio files
     * @return the clips, at least one
     * @throws ConfigurationException with the key {@code data} if there is nothing there that can be used
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
        return ofCsv(path, "filename");
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

    /** Reads a CSV whose column of file names may be called {@code filename} or otherwise. */
    static Manifest ofCsv(Path csv, String names) throws IOException {
        List<Clip> clips = new ArrayList<>();
        try {
            CsvFile.read(csv, List.of(), row -> {
                String column = Stream.of(names, "filename")
                        .filter(row.places()::containsKey)
                        .findFirst()
                        .orElseThrow(() -> new ConfigurationException(
                                "data",
                                "must be a CSV with a column " + names + "; " + csv + " has the columns "
                                        + String.join(", ", row.places().keySet())));
                String filename = row.get(column);
                clips.add(new Clip(
                        filename,
                        csv.resolveSibling(filename),
                        word(row.get("label")),
                        word(row.get("fold")),
                        word(row.get("split")),
                        word(row.get("source"))));
            });
        } catch (CsvFile.MalformedException e) {
            throw new ConfigurationException(
                    "data",
                    "must be a folder of audio files or a manifest CSV (for a single recording, name its folder); "
                            + e.getMessage());
        }
        if (clips.isEmpty()) {
            throw new ConfigurationException("data", "must list clips; " + csv + " has no rows");
        }
        return new Manifest(clips);
    }

    /**
     * Writes a manifest that {@link #read} reads back. Clips below its folder are named relative to it, others by their
     * absolute path.
     *
     * @param csv the file, replaced if it exists; its folder is made
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

    private static @Nullable String word(String cell) {
        return cell.isEmpty() ? null : cell;
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
     * @param split its name
     * @return the smaller manifest
     * @throws ConfigurationException if no row has it
     */
    public Manifest split(String split) {
        return only("split", Set.of(split), Clip::split);
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
                    "must name rows of the manifest; it is " + String.join(",", wanted) + ", and its rows have "
                            + (there.isEmpty() ? "none at all" : String.join(", ", there)));
        }
        return new Manifest(clips.stream()
                .filter(clip -> {
                    String value = column.apply(clip);
                    return value != null && wanted.contains(value);
                })
                .toList());
    }

    /**
     * The different values of a column.
     *
     * @param column for example {@code Clip::fold}
     * @return sorted, without the rows that have none
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
