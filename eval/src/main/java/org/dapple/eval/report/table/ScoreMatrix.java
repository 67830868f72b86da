package org.dapple.eval.report.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numbers;
import org.dapple.eval.report.part.JsonTree;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.statistics.Interval;

/**
 * Scores of encoders (rows) on tasks (columns). A score has two kinds of uncertainty, and both are named: how it would
 * differ for other test clips, and for other runs.
 *
 * @param title the heading
 * @param tasks the columns
 * @param rows the encoders
 * @param note one paragraph below the table, may be empty: protocol, runs, how the best scores were found
 */
public record ScoreMatrix(String title, List<Task> tasks, List<Row> rows, String note) implements ReportPart {

    /**
     * A column.
     *
     * @param name name of the task
     * @param metric short name of the metric, for example {@code accuracy} or {@code mAP}
     * @param chance the chance level, 0 to 1, if known
     */
    public record Task(String name, String metric, OptionalDouble chance) {
        /**
         * Refuses a chance level that is not between 0 and 1.
         *
         * @throws IllegalArgumentException if it refuses it
         */
        public Task {
            Numbers.requireShare(name, "chance level", chance.orElse(0));
        }
    }

    /**
     * A row.
     *
     * @param encoder name of the encoder
     * @param cells one for each task; empty if the encoder was not tested on it
     * @param meanRank mean rank over the tasks, from 1, if the encoder was tested on all
     */
    public record Row(String encoder, List<Optional<Cell>> cells, OptionalDouble meanRank) {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException if the rank is below 1
         */
        public Row {
            cells = List.copyOf(cells);
            Numbers.require(meanRank.orElse(1) >= 1, encoder, "mean rank", "must be at least 1; it is " + meanRank);
        }
    }

    /**
     * One score. Shares are between 0 and 1.
     *
     * @param mean the score
     * @param overClips the 95 % interval for other clips or sources
     * @param overRuns the 95 % interval for other runs, if there are several; may exceed 0 and 1
     * @param best whether the score is bold; the caller decides this by its tests
     */
    public record Cell(double mean, Interval overClips, Optional<Interval> overRuns, boolean best) {
        /**
         * Refuses shares that are not between 0 and 1, and intervals of the wrong kind.
         *
         * @throws IllegalArgumentException if it refuses one
         */
        public Cell {
            Numbers.requireShare("score", "mean", mean);
            Numbers.requireShares("score", overClips);
            requireKind(overClips.kind() != Interval.Kind.OVER_RUNS, overClips);
            overRuns.ifPresent(
                    interval -> requireKind(!interval.known() || interval.kind() == Interval.Kind.OVER_RUNS, interval));
        }

        private static void requireKind(boolean follows, Interval interval) {
            Numbers.require(
                    follows, "score", "interval", "must be of another kind in this place; it is " + interval.kind());
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row does not have one cell for each task
     */
    public ScoreMatrix {
        tasks = List.copyOf(tasks);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            Numbers.require(
                    row.cells().size() == tasks.size(),
                    row.encoder(),
                    "row",
                    "has " + row.cells().size() + " cells for " + tasks.size() + " tasks");
        }
    }

    @Override
    public void html(Markup page) {
        new MatrixTable(this).html(page);
    }

    @Override
    public void markdown(MarkdownText text) {
        new MatrixTable(this).markdown(text);
    }

    @Override
    public Map<String, List<?>> toJson() {
        JsonTree tree = new JsonTree().put("title", title).put("note", note);
        tree.put("rows", rows.stream().map(this::toJson).toList());
        return Map.of("score_matrices", List.of(tree.entries()));
    }

    private Map<String, Object> toJson(Row row) {
        List<Map<String, Object>> scores = IntStream.range(0, tasks.size())
                .filter(task -> row.cells().get(task).isPresent())
                .mapToObj(task -> toJson(tasks.get(task), row.cells().get(task).orElseThrow()))
                .toList();
        return new JsonTree()
                .put("encoder", row.encoder())
                .put("mean_rank", row.meanRank())
                .put("scores", scores)
                .entries();
    }

    private static Map<String, Object> toJson(Task task, Cell cell) {
        JsonTree tree = new JsonTree()
                .put("task", task.name())
                .put("metric", task.metric())
                .put("chance", task.chance())
                .put("mean", cell.mean())
                .put("best", cell.best())
                .put("over_clips", cell.overClips());
        cell.overRuns().ifPresent(runs -> tree.put("over_runs", runs));
        return tree.entries();
    }
}
