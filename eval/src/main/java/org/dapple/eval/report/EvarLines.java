package org.dapple.eval.report;

import java.util.List;
import java.util.Locale;
import org.dapple.data.CsvFile;

/**
 * Results as lines for those who keep them in the manner of EVAR, whose {@code results/scores.csv} gathers a line for
 * each encoder, task and run. EVAR's README shows such a line without naming its columns; ours are the same five:
 * representation, task, score, identifier of the run, and a quoted report that begins with the result in words. There
 * is no header, so lines can be appended to that file.
 *
 * @param lines in order
 */
public record EvarLines(List<Line> lines) {

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

    /** {@return the lines as CSV, ended by line feeds as in that file} */
    public String csv() {
        return CsvFile.text(List.of(), lines.stream().map(Line::cells));
    }
}
