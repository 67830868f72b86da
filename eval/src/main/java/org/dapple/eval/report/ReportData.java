package org.dapple.eval.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dapple.data.CsvFile;
import org.dapple.eval.statistics.Interval;

/** A report's numbers for other programs. */
public final class ReportData {
    private static final List<String> MATRIX_COLUMNS = List.of(
            "encoder",
            "task",
            "metric",
            "mean",
            "low",
            "high",
            "interval",
            "runs_low",
            "runs_high",
            "runs_interval",
            "chance",
            "best",
            "mean_rank");

    private ReportData() {}

    /**
     * All numbers of a report but training curves, maps and pictures, which have files of their own in a run.
     *
     * @param content the report
     * @return an object with title, summary, scores, score_matrices, comparisons, shot_curves, confusions, tables and
     *     facts; shares are between 0 and 1, and what is unknown is left out
     */
    public static String json(ReportContent content) {
        return ReportJson.of(content);
    }

    /**
     * Scores as CSV ({@link CsvFile}).
     *
     * @param scores the rows
     * @return a header and one line for each row, shares between 0 and 1; an unknown chance level is empty
     */
    public static String csv(Scores scores) {
        return CsvFile.text(
                List.of("name", "mean", "low", "high", "chance", "note"),
                scores.rows().stream()
                        .map(row -> List.of(
                                row.name(),
                                row.mean(),
                                row.low(),
                                row.high(),
                                row.chance().isPresent() ? row.chance().getAsDouble() : "",
                                row.note())));
    }

    /**
     * A score matrix as CSV ({@link CsvFile}).
     *
     * @param matrix encoders over tasks
     * @return a header and one line for each encoder and task that were measured, task after task for each encoder:
     *     shares between 0 and 1, both intervals with the words for their kinds, 1 for a best score and 0 for others;
     *     what is unknown is empty
     */
    public static String csv(ScoreMatrix matrix) {
        return CsvFile.text(MATRIX_COLUMNS, matrix.rows().stream().flatMap(row -> lines(matrix, row)));
    }

    private static Stream<List<Object>> lines(ScoreMatrix matrix, ScoreMatrix.Row row) {
        return IntStream.range(0, matrix.tasks().size())
                .filter(task -> row.cells().get(task).isPresent())
                .mapToObj(i -> {
                    ScoreMatrix.Task task = matrix.tasks().get(i);
                    ScoreMatrix.Cell cell = row.cells().get(i).orElseThrow();
                    Optional<Interval> runs = cell.overRuns().filter(ReportJson::finite);
                    return List.of(
                            row.encoder(),
                            task.name(),
                            task.metric(),
                            cell.mean(),
                            cell.overClips().low(),
                            cell.overClips().high(),
                            cell.overClips().kind(),
                            runs.<Object>map(Interval::low).orElse(""),
                            runs.<Object>map(Interval::high).orElse(""),
                            runs.<Object>map(Interval::kind).orElse(""),
                            task.chance().isPresent() ? task.chance().getAsDouble() : "",
                            cell.best() ? 1 : 0,
                            row.meanRank().isPresent() ? row.meanRank().getAsDouble() : "");
                });
    }
}
