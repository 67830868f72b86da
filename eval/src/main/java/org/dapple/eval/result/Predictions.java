package org.dapple.eval.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dapple.data.clips.CsvFile;
import org.jspecify.annotations.Nullable;

/** Stores every prediction of a probe in a CSV file, from which scores and comparisons can be computed again. */
public final class Predictions {
    private static final List<String> COLUMNS = List.of("filename", "source", "fold", "label", "predicted", "correct");

    /** Prefix of the columns with the scores of a label, so that no label is taken for another column. */
    private static final String SCORE = "score_";

    private Predictions() {}

    /**
     * Writes predictions.
     *
     * @param file CSV with the columns {@code filename, source, fold, label, predicted, correct} (1 or 0) and, where
     *     clips may have several labels, a column {@code score_LABEL} for each label
     * @param labels all labels, in the order of the scores
     * @param predictions in any order
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<String> labels, List<Prediction> predictions) throws IOException {
        boolean scored =
                predictions.stream().anyMatch(prediction -> !prediction.scores().isEmpty());
        CsvFile.write(
                file,
                scored
                        ? Stream.concat(COLUMNS.stream(), labels.stream().map(SCORE::concat))
                                .toList()
                        : COLUMNS,
                predictions.stream().map(Predictions::row));
    }

    private static List<@Nullable Object> row(Prediction prediction) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(prediction.filename());
        row.add(prediction.source());
        row.add(prediction.fold());
        row.add(prediction.label());
        row.add(prediction.predicted());
        row.add(prediction.correct() ? 1 : 0);
        row.addAll(prediction.scores());
        return row;
    }

    /**
     * Reads predictions.
     *
     * @param file written by {@link #write}
     * @return the predictions in file order
     * @throws IOException if it cannot be read
     */
    public static List<Prediction> read(Path file) throws IOException {
        List<Prediction> predictions = new ArrayList<>();
        try {
            CsvFile.read(file, COLUMNS, row -> predictions.add(prediction(row.cells())));
        } catch (CsvFile.MalformedException | NumberFormatException e) {
            throw new IOException(file + " holds no predictions: " + e.getMessage(), e);
        }
        return predictions;
    }

    /** Reads columns by position, since a label may have any name. */
    private static Prediction prediction(List<String> cells) {
        return new Prediction(
                cells.get(0),
                cells.get(1).isEmpty() ? null : cells.get(1),
                cells.get(2),
                cells.get(3),
                cells.get(4),
                cells.stream().skip(COLUMNS.size()).map(Float::valueOf).toList());
    }
}
