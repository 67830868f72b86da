package org.dapple.eval.report.table;

import java.util.List;
import java.util.Map;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.part.ReportPart;

/**
 * A confusion matrix.
 *
 * @param title the heading, for example the task
 * @param labels the classes, C of them
 * @param counts [C][C] clips; row = truth, column = prediction; not copied, and must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // shown, never compared
public record Confusion(String title, List<String> labels, int[][] counts) implements ReportPart {

    /**
     * Copies the labels.
     *
     * @throws IllegalArgumentException if the counts are not square over the labels, or one is negative
     */
    public Confusion {
        labels = List.copyOf(labels);
        require(
                counts.length == labels.size(),
                title,
                "has " + counts.length + " rows for " + labels.size() + " labels");
        for (int[] row : counts) {
            require(
                    row.length == labels.size(),
                    title,
                    "has a row of " + row.length + " for " + labels.size() + " labels");
            for (int count : row) {
                require(count >= 0, title, "has the count " + count);
            }
        }
    }

    /**
     * Counts the clips of a class.
     *
     * @param truth row of the class
     * @return the number of clips
     */
    public long total(int truth) {
        long sum = 0;
        for (int count : counts[truth]) {
            sum += count;
        }
        return sum;
    }

    @Override
    public void html(Markup page) {
        new ConfusionTable(this).html(page);
    }

    @Override
    public void markdown(MarkdownText text) {
        new ConfusionTable(this).markdown(text);
    }

    @Override
    public Map<String, List<?>> toJson() {
        return Map.of("confusions", List.of(this));
    }

    private static void require(boolean follows, String title, String problem) {
        if (!follows) {
            throw new IllegalArgumentException("the confusion matrix '" + title + "' " + problem);
        }
    }
}
