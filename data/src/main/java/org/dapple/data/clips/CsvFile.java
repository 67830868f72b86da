package org.dapple.data.clips;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.dapple.core.files.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * CSV files with a header: commas, quotes where needed, UTF-8, line feeds. The variants of other programs are also
 * read: a byte order mark, other line ends, spaces around cells, columns without a name.
 */
public final class CsvFile {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator("\n")
            .setIgnoreSurroundingSpaces(true) // cells with significant spaces are written in quotes
            .get();

    private CsvFile() {}

    /** Receives rows one by one, so that a long file need not be held in memory. */
    @FunctionalInterface
    public interface RowReader {
        /**
         * Receives a row.
         *
         * @param row a row with as many cells as the header
         * @throws IOException if the row cannot be used
         */
        void row(Row row) throws IOException;
    }

    /**
     * A row.
     *
     * @param file the file
     * @param line its line, or its last line; the header is line 1
     * @param places positions of the named columns
     * @param cells in file order
     */
    public record Row(Path file, long line, Map<String, Integer> places, List<String> cells) {
        /**
         * A cell by the name of its column.
         *
         * @param column its name
         * @return its content; empty if the file has no such column
         */
        public String get(String column) {
            Integer place = places.get(column);
            return place == null ? "" : cells.get(place);
        }

        /** {@return for example {@code line 3 of manifest.csv}} */
        public String where() {
            return "line " + line + " of " + file;
        }
    }

    /** A file is not a CSV file with the required columns. */
    public static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Reads a file.
     *
     * @param file in UTF-8, with a header
     * @param columns required columns; empty names and further columns are ignored
     * @param reader receives every row except the header
     * @throws MalformedException if the file is not such a CSV file, or a row has more or fewer cells than the header
     * @throws IOException if it cannot be read
     */
    public static void read(Path file, List<String> columns, RowReader reader) throws IOException {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            text.mark(1);
            if (text.read() != '\uFEFF') {
                text.reset();
            }
            try (CSVParser parser = FORMAT.parse(text)) {
                Iterator<CSVRecord> records = parser.iterator();
                List<String> header = records.hasNext() ? records.next().toList() : List.of();
                Map<String, Integer> places = places(file, header, columns);
                while (records.hasNext()) {
                    List<String> cells = records.next().toList();
                    Row row = new Row(file, parser.getCurrentLineNumber(), places, cells);
                    if (cells.size() != header.size()) {
                        throw new MalformedException(
                                row.where() + " has " + cells.size() + " cells, its header " + header.size(), null);
                    }
                    reader.row(row);
                }
            }
        } catch (UncheckedIOException e) {
            throw explained(file, Objects.requireNonNull(e.getCause()));
        } catch (CharacterCodingException | CSVException e) {
            throw explained(file, e);
        }
    }

    private static IOException explained(Path file, IOException e) {
        if (e instanceof CharacterCodingException) {
            return new MalformedException(file + " is not UTF-8 text", e);
        }
        return e instanceof CSVException
                ? new MalformedException(file + " is not a readable CSV file: " + e.getMessage(), e)
                : e;
    }

    private static Map<String, Integer> places(Path file, List<String> header, List<String> wanted)
            throws MalformedException {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!header.get(i).isEmpty() && places.put(header.get(i), i) != null) {
                throw new MalformedException(file + " has the column " + header.get(i) + " twice", null);
            }
        }
        if (!places.keySet().containsAll(wanted)) {
            throw new MalformedException(
                    file + " must have the columns " + String.join(", ", wanted) + "; it has "
                            + (header.isEmpty() ? "none" : String.join(", ", header)),
                    null);
        }
        return places;
    }

    /**
     * Writes a file atomically.
     *
     * @param file the file, replaced if it exists; its folder is created
     * @param header names of the columns
     * @param rows cells; null gives an empty cell
     * @throws IOException if it cannot be written; the old content then stays
     */
    public static void write(Path file, List<String> header, Stream<? extends List<?>> rows) throws IOException {
        AtomicFile.write(file, out -> {
            BufferedWriter text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            print(text, header, rows);
            text.flush();
        });
    }

    /**
     * The text that {@link #write} would write.
     *
     * @param header names of the columns; if empty, there is no header
     * @param rows cells; null gives an empty cell
     * @return the text
     */
    public static String text(List<String> header, Stream<? extends List<?>> rows) {
        StringWriter text = new StringWriter();
        try {
            print(text, header, rows);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write text in memory", e);
        }
        return text.toString();
    }

    private static void print(Appendable text, List<String> header, Stream<? extends List<?>> rows) throws IOException {
        CSVPrinter printer = new CSVPrinter(text, FORMAT);
        if (!header.isEmpty()) {
            printer.printRecord(header);
        }
        for (Iterator<? extends List<?>> all = rows.iterator(); all.hasNext(); ) {
            printer.printRecord(all.next());
        }
    }
}
