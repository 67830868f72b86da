package org.dapple.eval;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.dapple.core.AtomicFile;

/** Every prediction of a probe in a CSV file, so that anyone can compute its scores and comparisons again. */
public final class Predictions {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

    private Predictions() {}

    /**
     * Writes predictions.
     *
     * @param file a CSV file with the columns {@code filename}, {@code source}, {@code fold}, {@code label},
     *     {@code predicted}, {@code correct} (1 or 0)
     * @param predictions in any order
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<Prediction> predictions) throws IOException {
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            csv.printRecord("filename", "source", "fold", "label", "predicted", "correct");
            for (Prediction prediction : predictions) {
                csv.printRecord(
                        prediction.filename(),
                        prediction.source(),
                        prediction.fold(),
                        prediction.label(),
                        prediction.predicted(),
                        prediction.correct() ? 1 : 0);
            }
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads predictions.
     *
     * @param file as {@link #write} writes it
     * @return in file order
     * @throws IOException if it cannot be read
     */
    public static List<Prediction> read(Path file) throws IOException {
        List<Prediction> predictions = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser rows = FORMAT.builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(reader)) {
            for (CSVRecord row : rows) {
                String source = row.get("source");
                predictions.add(new Prediction(
                        row.get("filename"),
                        source.isEmpty() ? null : source,
                        row.get("fold"),
                        row.get("label"),
                        row.get("predicted")));
            }
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            throw new IOException(file + " holds no predictions: " + e.getMessage(), e);
        }
        return predictions;
    }
}
