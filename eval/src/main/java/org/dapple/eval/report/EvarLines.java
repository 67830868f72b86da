package org.dapple.eval.report;

import java.util.List;
import java.util.Locale;
import org.dapple.data.clips.CsvFile;
import org.dapple.eval.markup.Numbers;

/**
 * Results in the format of EVAR, whose {@code results/scores.csv} collects a line for each encoder, task and run. The
 * five columns are the same: representation, task, score, identifier of the run, and a quoted report. The report begins
 * with the result in words, by which EVAR's summary finds the lines of an encoder. Only scores of EVAR's protocol
 * belong there, because the summary averages everything it finds.
 *
 * @param lines in the order of the file
 */
public record EvarLines(List<Line> lines) {
    private static final List<String> COLUMNS = List.of("representation", "task", "score", "run_id", "report");

    /**
     * One result.
     *
     * @param encoder name of the representation
     * @param task short name of the task, for example {@code esc50}
     * @param score 0 to 1, accuracy or mean average precision
     * @param run distinguishes runs of the same encoder and task, for example {@code seed42}
     * @param protocol how the score was found, for example {@code Linear evaluation}
     * @param details settings, may be empty
     */
    public record Line(String encoder, String task, double score, String run, String protocol, String details) {
        /**
         * Refuses a score that is not between 0 and 1.
         *
         * @throws IllegalArgumentException if it refuses the score
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

    /** {@return a header and the lines as CSV, ended by line feeds as EVAR's} */
    public String csv() {
        return CsvFile.text(COLUMNS, lines.stream().map(Line::cells));
    }
}
