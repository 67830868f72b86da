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
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.dapple.core.AtomicFile;

/** Every prediction of a probe in a CSV file, so that anyone can compute its scores and comparisons again. */
public final class Predictions {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

    private static final List<String> COLUMNS = List.of("filename", "source", "fold", "label", "predicted", "correct");

    private Predictions() {}

    /**
     * Writes predictions.
     *
     * @param file a CSV file with the columns {@code filename, source, fold, label, predicted, correct} (1 or 0), and
     *     where clips may have several labels one with the scores of each label
     * @param labels all of them, in the order of the scores
     * @param predictions in any order
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<String> labels, List<Prediction> predictions) throws IOException {
        boolean scored =
                predictions.stream().anyMatch(prediction -> !prediction.scores().isEmpty());
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            csv.printRecord(Stream.concat(COLUMNS.stream(), scored ? labels.stream() : Stream.empty()));
            for (Prediction prediction : predictions) {
                List<Object> row = new ArrayList<>();
                row.add(prediction.filename());
                row.add(prediction.source());
                row.add(prediction.fold());
                row.add(prediction.label());
                row.add(prediction.predicted());
                row.add(prediction.correct() ? 1 : 0);
                row.addAll(prediction.scores());
                csv.printRecord(row);
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
                        row.get("predicted"),
                        scores(row)));
            }
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            throw new IOException(file + " holds no predictions: " + e.getMessage(), e);
        }
        return predictions;
    }

    private static List<Float> scores(CSVRecord row) {
        List<Float> scores = new ArrayList<>();
        for (int column = COLUMNS.size(); column < row.size(); column++) {
            scores.add(Float.valueOf(row.get(column)));
        }
        return scores;
    }
}
