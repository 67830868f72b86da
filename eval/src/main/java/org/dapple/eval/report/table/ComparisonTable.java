package org.dapple.eval.report.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.markup.Span;
import org.dapple.eval.report.part.IntervalKinds;
import org.dapple.eval.report.table.ComparisonMatrix.Pair;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.Verdict;

/** Writes comparisons twice: as an overview of first × second, in words and symbols, and as a list with all numbers. */
record ComparisonTable(ComparisonMatrix matrix) {
    private static final String READING =
            "Read by row: the row's encoder is … than the column's, by that many percentage points.";

    void html(Markup page) {
        if (matrix.encoders().size() > 2) {
            glance(page);
        }
        list(page);
        page.open("p", "class", "legend");
        kinds().forEach(kind -> page.leaf("span", kind, "class", "key whisker"));
        page.leaf("span", "no difference", "class", "key zero").close();
        page.note(matrix.note());
    }

    private void glance(Markup page) {
        page.leaf("p", READING);
        page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "glance");
        page.open("thead").open("tr").open("td").close();
        matrix.encoders().forEach(encoder -> name(page, encoder, "col"));
        page.close().close().open("tbody").newLine();
        for (String row : matrix.encoders()) {
            page.open("tr");
            name(page, row, "row");
            for (String column : matrix.encoders()) {
                Optional<Pair> pair = pair(row, column);
                if (pair.isEmpty()) {
                    page.open("td", "class", row.equals(column) ? "self" : "none")
                            .close();
                } else {
                    page.open("td", "class", kind(pair.get().verdict()));
                    page.leaf("span", words(pair.get().verdict()), "class", "verdict");
                    page.leaf("span", Numerals.points(pair.get().difference().mean()), "class", "value")
                            .close();
                }
            }
            page.close().newLine();
        }
        page.close().close().close();
    }

    /** Cuts a long name; the list below has it in full. */
    private static void name(Markup page, String encoder, String scope) {
        page.open("th", "scope", scope, "title", encoder).leaf("span", encoder).close();
    }

    private void list(Markup page) {
        double reach = matrix.pairs().stream()
                .flatMapToDouble(pair -> DoubleStream.of(
                        pair.difference().mean(),
                        pair.difference().low(),
                        pair.difference().high()))
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(1);
        Span whole = Span.around(DoubleStream.of(0, reach), 0, 1);
        Span axis = new Span(-whole.high(), whole.high());
        page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "pairs");
        page.open("thead").open("tr").leaf("th", "First", "scope", "col").leaf("th", "Second", "scope", "col");
        page.leaf("th", "Difference (points)", "scope", "col", "class", "difference");
        page.open("th", "scope", "col", "class", "chart", "aria-label", "Drawing of the interval");
        ends(page, axis);
        page.close()
                .leaf("th", "Adjusted p", "scope", "col", "class", "number")
                .leaf("th", "Test", "scope", "col", "class", "test");
        page.leaf("th", "The first is", "scope", "col", "class", "said")
                .close()
                .close()
                .open("tbody")
                .newLine();
        for (Pair pair : matrix.pairs()) {
            Interval difference = pair.difference();
            page.open("tr").leaf("td", pair.first(), "data-name", "First");
            page.leaf("td", pair.second(), "data-name", "Second");
            page.open("td", "class", "difference", "data-name", "Difference (points)");
            page.leaf("span", Numerals.points(difference.mean()), "class", "value");
            page.leaf("span", interval(difference), "class", "interval").close();
            page.open("td", "class", "chart");
            drawing(page, axis, difference);
            page.close();
            page.leaf("td", Numerals.probability(pair.adjustedP()), "class", "number", "data-name", "Adjusted p");
            page.leaf("td", pair.test(), "data-name", "Test");
            page.open("td", "class", "said " + kind(pair.verdict()), "data-name", "The first is");
            page.leaf("span", words(pair.verdict()), "class", "verdict")
                    .close()
                    .close()
                    .newLine();
        }
        page.close().close().close();
    }

    private static void ends(Markup page, Span axis) {
        page.open("svg", "aria-hidden", "true");
        String end = Numerals.plain(100 * axis.high());
        page.leaf("text", "−" + end, "x", "0%", "y", "100%", "dy", "-0.5em");
        page.leaf("text", "0", "x", "50%", "y", "100%", "dy", "-0.5em", "text-anchor", "middle");
        page.leaf("text", "+" + end, "x", "100%", "y", "100%", "dy", "-0.5em", "text-anchor", "end");
        page.close();
    }

    private static void drawing(Markup page, Span axis, Interval difference) {
        page.open("svg", "aria-hidden", "true");
        page.empty("line", "class", "zero", "x1", "50%", "x2", "50%", "y1", "0%", "y2", "100%");
        if (difference.known()) {
            String from = axis.at(difference.low());
            String to = axis.at(difference.high());
            page.empty("line", "class", "whisker", "x1", from, "x2", to, "y1", "50%", "y2", "50%");
        }
        page.empty("circle", "class", "dot", "cx", axis.at(difference.mean()), "cy", "50%", "r", "4");
        page.close();
    }

    void markdown(MarkdownText text) {
        text.table(
                List.of(
                        "First",
                        "Second",
                        "Difference (points)",
                        "95\u202f% interval",
                        "Adjusted p",
                        "Test",
                        "The first is"),
                matrix.pairs().stream()
                        .map(pair -> List.of(
                                pair.first(),
                                pair.second(),
                                Numerals.points(pair.difference().mean()),
                                interval(pair.difference()),
                                Numerals.probability(pair.adjustedP()),
                                pair.test(),
                                pair.verdict().toString()))
                        .toList());
        kinds().forEach(text::item);
        text.end().paragraph(matrix.note());
    }

    private static String interval(Interval difference) {
        String word = IntervalKinds.word(difference);
        return difference.known() ? word + " " + Numerals.pointRange(difference) : word;
    }

    private List<String> kinds() {
        return IntervalKinds.legend(matrix.pairs().stream().map(Pair::difference));
    }

    /** {@return the comparison of two encoders, in whichever order they were compared} */
    private Optional<Pair> pair(String first, String second) {
        return matrix.pairs().stream()
                .flatMap(pair -> Stream.of(pair, turned(pair)))
                .filter(pair -> pair.first().equals(first) && pair.second().equals(second))
                .findFirst();
    }

    private static Pair turned(Pair pair) {
        Interval difference = pair.difference();
        Verdict verdict =
                switch (pair.verdict()) {
                    case BETTER -> Verdict.WORSE;
                    case WORSE -> Verdict.BETTER;
                    default -> pair.verdict();
                };
        return new Pair(
                /* first= */ pair.second(),
                /* second= */ pair.first(),
                new Interval(-difference.mean(), -difference.high(), -difference.low(), difference.kind()),
                pair.adjustedP(),
                pair.test(),
                verdict);
    }

    private static String kind(Verdict verdict) {
        return switch (verdict) {
            case BETTER -> "better";
            case WORSE -> "worse";
            default -> "open";
        };
    }

    /** {@return the verdict in words, after a symbol that is seen before they are read} */
    private static String words(Verdict verdict) {
        return switch (verdict) {
                    case BETTER -> "▲ ";
                    case WORSE -> "▼ ";
                    default -> "";
                }
                + verdict;
    }
}
