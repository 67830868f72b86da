package org.dapple.data.downstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.CsvFile;

/** Finds the lists of data sets and reads them line by line. */
final class Lists {
    private static final List<String> FOLDERS = List.of("", "metadata", "evar/metadata", "evar/predefined");

    private Lists() {}

    /** Receives the rows of a CSV file. */
    interface RowReader {
        void row(CsvFile.Row row, Line line) throws IOException;
    }

    /** Receives the lines of a text file. */
    interface LineReader {
        void line(String text, Line line) throws IOException;
    }

    /** Looks for a split list in the folders given at {@link DownstreamSet}. */
    static Optional<Path> find(Path root, String name) {
        Path folder = root.toAbsolutePath().normalize();
        for (Path base : List.of(folder, folder.resolve("..").normalize())) {
            for (String sub : FOLDERS) {
                Path list = base.resolve(sub).resolve(name);
                if (Files.isRegularFile(list)) {
                    return Optional.of(list);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Like {@link #find}.
     *
     * @param from where to get the list, for the error
     * @throws ConfigurationException with the key {@code data} if it is not found
     */
    static Path require(DownstreamInfo info, Path root, String name, String from) {
        return find(root, name)
                .orElseThrow(() -> new ConfigurationException(
                        "data",
                        "must come with " + name + ", which splits " + info.title() + ": get " + from
                                + " and put it into " + root));
    }

    /** Reads a CSV file with a header that has at least these columns. */
    static void csv(Path file, List<String> columns, RowReader reader) throws IOException {
        try {
            CsvFile.read(file, columns, row -> reader.row(row, new Line(file, row.line())));
        } catch (CsvFile.MalformedException e) {
            throw new ConfigurationException("data", "must have readable lists; " + e.getMessage());
        }
    }

    /** Reads a text file; empty lines are skipped. */
    static void lines(Path file, LineReader reader) throws IOException {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            long number = 0;
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                number++;
                if (!line.isBlank()) {
                    reader.line(line.strip(), new Line(file, number));
                }
            }
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8 text", e);
        }
    }
}
