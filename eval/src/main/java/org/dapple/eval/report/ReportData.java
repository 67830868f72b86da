package org.dapple.eval.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dapple.data.clips.CsvFile;
import org.dapple.eval.report.table.ScoreMatrix;
import org.dapple.eval.report.table.Scores;
import org.dapple.eval.statistics.Interval;

/** Writes the numbers of a report for other programs. */
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
     * Writes all numbers of a report, except training curves, maps and pictures, which a run stores in files of their
     * own.
     *
     * @param content the report
     * @return an object with title, summary, scores, score_matrices, comparisons, shot_curves, confusions, tables and
     *     facts; shares are between 0 and 1, and unknown values are left out
     */
    public static String json(ReportContent content) {
        return ReportJson.of(content);
    }

    /**
     * Writes scores as CSV ({@link CsvFile}).
     *
     * @param scores the rows
     * @return a header and one line for each row, shares between 0 and 1. An unknown chance level is empty; so are the
     *     ends of a missing interval, whose kind then says why
     */
    public static String csv(Scores scores) {
        return CsvFile.text(
                List.of("name", "mean", "low", "high", "interval", "chance", "note"),
                scores.rows().stream()
                        .map(row -> List.of(
                                row.name(),
                                row.score().mean(),
                                end(row.score(), row.score().low()),
                                end(row.score(), row.score().high()),
                                row.score().kind(),
                                row.chance().isPresent() ? row.chance().getAsDouble() : "",
                                row.note())));
    }

    /**
     * Writes a score matrix as CSV ({@link CsvFile}).
     *
     * @param matrix encoders over tasks
     * @return a header and one line for each encoder and tested task, encoder by encoder. Shares are between 0 and 1;
     *     both intervals have their kind beside them; a best score has 1, others 0. Unknown values are empty, and the
     *     kind of a missing interval says why
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
                    Optional<Interval> runs = cell.overRuns();
                    Interval clips = cell.overClips();
                    return List.of(
                            row.encoder(),
                            task.name(),
                            task.metric(),
                            cell.mean(),
                            end(clips, clips.low()),
                            end(clips, clips.high()),
                            clips.kind(),
                            runs.map(interval -> end(interval, interval.low())).orElse(""),
                            runs.map(interval -> end(interval, interval.high())).orElse(""),
                            runs.<Object>map(Interval::kind).orElse(""),
                            task.chance().isPresent() ? task.chance().getAsDouble() : "",
                            cell.best() ? 1 : 0,
                            row.meanRank().isPresent() ? row.meanRank().getAsDouble() : "");
                });
    }

    /** Empty without an interval; its kind then says why. */
    private static Object end(Interval interval, double end) {
        return interval.known() ? end : "";
    }
}
