package org.dapple.eval.report.table;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numbers;
import org.dapple.eval.report.part.JsonTree;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.Verdict;

/**
 * Which encoders are better than others on one task, as far as tests can tell.
 *
 * @param title the heading
 * @param encoders in the order of the rows and columns
 * @param pairs at most one comparison of any two encoders
 * @param note one paragraph below the table, may be empty: what the tests cover, how p-values were adjusted
 */
public record ComparisonMatrix(String title, List<String> encoders, List<Pair> pairs, String note)
        implements ReportPart {

    /**
     * One comparison.
     *
     * @param first name of the first encoder
     * @param second name of the second encoder
     * @param difference the first score minus the second, −1 to 1, with its 95 % interval
     * @param adjustedP the p-value, adjusted for the number of comparisons
     * @param test name of the test, for example {@code McNemar}
     * @param verdict on the first encoder
     */
    public record Pair(
            String first, String second, Interval difference, double adjustedP, String test, Verdict verdict) {
        /**
         * Refuses a p-value that is not between 0 and 1, and a difference that is not between −1 and 1.
         *
         * @throws IllegalArgumentException if it refuses one
         */
        public Pair {
            String name = first + "' and '" + second;
            Numbers.requireShare(name, "p-value", adjustedP);
            Numbers.require(
                    Math.abs(difference.mean()) <= 1,
                    name,
                    "difference",
                    "must be between -1 and 1; it is " + difference.mean());
        }

        private Map<String, Object> toJson() {
            return new JsonTree()
                    .put("first", first)
                    .put("second", second)
                    .put("difference", difference.mean())
                    .put("interval", difference)
                    .put("adjusted_p", adjustedP)
                    .put("test", test)
                    .put("verdict", verdict.toString())
                    .entries();
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if an encoder is named twice, or a pair has an unknown encoder, the same one
     *     twice, or is there twice
     */
    public ComparisonMatrix {
        encoders = List.copyOf(encoders);
        pairs = List.copyOf(pairs);
        Set<String> names = new HashSet<>(encoders);
        Numbers.require(names.size() == encoders.size(), title, "encoders", "are not all different: " + encoders);
        Set<Set<String>> seen = new HashSet<>();
        for (Pair pair : pairs) {
            Set<String> both = new HashSet<>(List.of(pair.first()));
            both.add(pair.second());
            Numbers.require(
                    both.size() == 2 && names.containsAll(both) && seen.add(both),
                    title,
                    "pair",
                    "must be of two different encoders of the matrix, compared once; it is " + pair.first() + ", "
                            + pair.second());
        }
    }

    @Override
    public void html(Markup page) {
        new ComparisonTable(this).html(page);
    }

    @Override
    public void markdown(MarkdownText text) {
        new ComparisonTable(this).markdown(text);
    }

    @Override
    public Map<String, List<?>> toJson() {
        JsonTree tree = new JsonTree().put("title", title).put("note", note);
        tree.put("pairs", pairs.stream().map(Pair::toJson).toList());
        return Map.of("comparisons", List.of(tree.entries()));
    }
}
