package org.dapple.eval.report;

import java.util.List;
import java.util.Locale;
import org.dapple.data.clips.CsvFile;
import org.dapple.eval.markup.Numbers;

/**
 * Results as a table for those who keep them in the manner of EVAR, whose {@code results/scores.csv} gathers a line for
 * each encoder, task and run. The five columns are the same: representation, task, score, identifier of the run, and a
 * quoted report that begins with the result in words, by which its summary finds the lines of an encoder. Only scores
 * of EVAR's protocol belong there: the summary takes the mean of all that it finds.
 *
 * @param lines in order
 */
public record EvarLines(List<Line> lines) {
    private static final List<String> COLUMNS = List.of("representation", "task", "score", "run_id", "report");

    /**
     * One result.
     *
     * @param encoder the representation
     * @param task its short name, for example {@code esc50}
     * @param score 0 to 1, accuracy or mean average precision
     * @param run tells runs of the same encoder and task apart, for example {@code seed42}
     * @param protocol how it was found, for example {@code Linear evaluation}
     * @param details settings, may be empty
     */
    public record Line(String encoder, String task, double score, String run, String protocol, String details) {
        /**
         * Checks the score.
         *
         * @throws IllegalArgumentException if it is not a share
         */
        public Line {
            Numbers.requireShare(encoder + ", " + task, "score", score);
        }

        private List<Object> cells() {
            String result = String.format(Locale.ROOT, "%s: %s_%s %s -> %.5f", protocol, encoder, run, task, score);
            return List.of(encoder, task, score, run, details.isEmpty() ? result : result + "\n" + details);
        }
    }

    /** Copies the list. */
    public EvarLines {
        lines = List.copyOf(lines);
    }

    /** {@return a header and the lines as CSV, ended by line feeds as in that file} */
    public String csv() {
        return CsvFile.text(COLUMNS, lines.stream().map(Line::cells));
    }
}
