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
 * Which encoders are better than which on one task, as far as tests can tell.
 *
 * @param title the heading
 * @param encoders in the order of rows and columns
 * @param pairs the comparisons; of two encoders at most one
 * @param note one paragraph below, may be empty: what the tests cover, how p-values were adjusted
 */
public record ComparisonMatrix(String title, List<String> encoders, List<Pair> pairs, String note)
        implements ReportPart {

    /**
     * One comparison.
     *
     * @param first an encoder
     * @param second another one
     * @param difference of their scores, the first's minus the second's, −1 to 1, with its 95 % interval
     * @param adjustedP the p-value, adjusted for the number of comparisons
     * @param test its name, for example {@code McNemar}
     * @param verdict on the first
     */
    public record Pair(
            String first, String second, Interval difference, double adjustedP, String test, Verdict verdict) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if the p-value is no probability, or the difference is no number
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
     * @throws IllegalArgumentException if an encoder is named twice, or a pair is of others, of one, or there twice
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
                    "must be of two of its encoders, and there once; it is " + pair.first() + ", " + pair.second());
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
