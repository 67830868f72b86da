package org.dapple.eval.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Marks;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.markup.Ticks;

/**
 * Draws curves over training steps in one chart, each curve as a light raw line and a strong smoothed line. Axes are
 * placed in per cent and lines in a stretched view box, so that text keeps its size on every screen.
 */
final class CurveChart {
    /** Width and height of the view box; the style sheet stretches it. */
    static final int BOX = 1000;

    private static final int MOST_TICKS = 5;

    private static final int MARKDOWN_POINTS = 5;

    /** Index of the column with the values. */
    private static final int VALUE = 2;

    private final Curves part;
    private final List<Curve> curves;
    private final List<CurveTrace> traces = new ArrayList<>();
    private final double first;
    private final double last;
    private final double low;
    private final double high;

    CurveChart(Curves part) {
        this.part = part;
        curves = part.curves();
        curves.forEach(curve -> traces.add(CurveTrace.of(curve)));
        double[] steps = traces.stream()
                .flatMapToDouble(trace -> LongStream.of(trace.steps()).asDoubleStream())
                .toArray();
        double[] values = traces.stream()
                .map(CurveTrace::values)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        double lowest = DoubleStream.of(values).min().orElse(0);
        double highest = DoubleStream.of(values).max().orElse(1);
        // Where all values are the same, some room around them; then out to the next round numbers.
        double least = Math.max(highest > lowest ? 0 : Math.max(Math.abs(highest), 1e-3), part.leastRange());
        double room = Math.max(0, least - (highest - lowest)) / 2;
        double step = Ticks.step(lowest - room, highest + room, MOST_TICKS);
        first = DoubleStream.of(steps).min().orElse(0);
        last = Math.max(first + 1, DoubleStream.of(steps).max().orElse(1));
        low = Math.floor((lowest - room) / step) * step;
        high = Math.ceil((highest + room) / step) * step;
    }

    void html(Markup page) {
        page.open("figure", "class", "curves");
        page.leaf("p", part.quantity(), "class", "value-name");
        page.open("div", "class", "plot", "data-first", Long.toString((long) first), "data-last", Long.toString((long)
                last));
        ChartAxes.open(page, part.quantity() + " over training steps; " + ends());
        ChartAxes.levels(
                page,
                Ticks.between(low, high, MOST_TICKS + 2),
                "",
                tick -> ChartAxes.at(100 * (high - tick) / (high - low)));
        for (double tick : Ticks.between(first, last, 5)) {
            double share = (tick - first) / (last - first);
            String anchor = share > 0.95 ? "end" : share < 0.02 ? "start" : "middle";
            ChartAxes.below(page, Numerals.whole(Math.round(tick)), ChartAxes.at(100 * share), "1.6em", anchor);
        }
        page.open("svg", "viewBox", "0 0 " + BOX + " " + BOX, "preserveAspectRatio", "none")
                .newLine();
        for (int i = 0; i < curves.size(); i++) {
            CurveTrace trace = traces.get(i);
            page.empty("polyline", "class", "raw c" + Marks.colour(i), "points", points(trace.steps(), trace.values()));
            page.empty(
                    "polyline",
                    "class",
                    "smooth c" + Marks.colour(i),
                    "points",
                    points(trace.steps(), trace.smooth()),
                    "data-name",
                    curves.get(i).name(),
                    "data-steps",
                    joined(LongStream.of(trace.steps()).boxed().toList()),
                    "data-values",
                    plain(trace.values()),
                    "data-smooth",
                    plain(trace.smooth()));
            page.newLine();
        }
        page.close()
                .empty("line", "class", "cursor", "x1", "0%", "x2", "0%", "y1", "0%", "y2", "100%")
                .close();
        page.open("div", "class", "tip").close().close().leaf("p", "training step", "class", "axis-name");
        legend(page);
        page.close();
    }

    /** Writes a few points of each curve as a table. */
    void markdown(MarkdownText text) {
        List<List<String>> rows = new ArrayList<>();
        boolean smoothed = traces.stream().anyMatch(CurveTrace::isSmoothed);
        for (int i = 0; i < curves.size(); i++) {
            CurveTrace trace = traces.get(i);
            String name = curves.get(i).name();
            int last = trace.steps().length - 1;
            IntStream.rangeClosed(0, MARKDOWN_POINTS)
                    .map(share -> share * last / MARKDOWN_POINTS)
                    .filter(point -> last >= 0)
                    .distinct()
                    .mapToObj(point -> List.of(
                            name,
                            Numerals.whole(trace.steps()[point]),
                            Numerals.plain(trace.values()[point]),
                            Numerals.plain(trace.smooth()[point])))
                    .map(row -> smoothed ? row : row.subList(0, VALUE + 1))
                    .forEach(rows::add);
        }
        List<String> header = List.of("Curve", "Training step", part.quantity(), "Moving average");
        text.table(smoothed ? header : header.subList(0, VALUE + 1), rows);
        if (!part.note().isEmpty()) {
            text.paragraph(part.note());
        }
    }

    private void legend(Markup page) {
        page.open("figcaption", "class", "legend");
        for (int i = 0; i < curves.size(); i++) {
            page.leaf(
                    "span", curves.get(i).name() + " – " + end(traces.get(i)), "class", "key line c" + Marks.colour(i));
        }
        if (traces.stream().anyMatch(CurveTrace::isSmoothed)) {
            page.leaf("span", "Light: every value. Strong: moving average over 4\u202f% of the steps.");
        }
        if (!part.note().isEmpty()) {
            page.leaf("span", part.note());
        }
        page.close();
    }

    private String ends() {
        return IntStream.range(0, curves.size())
                .mapToObj(i -> curves.get(i).name() + " " + end(traces.get(i)))
                .collect(Collectors.joining("; "));
    }

    private static String end(CurveTrace trace) {
        int points = trace.steps().length;
        String end = points == 0
                ? "no finite value"
                : Numerals.plain(trace.smooth()[points - 1]) + " at step " + Numerals.whole(trace.steps()[points - 1]);
        return trace.leftOut() == 0 ? end : end + ", " + Numerals.whole(trace.leftOut()) + " values not finite";
    }

    private String points(long[] steps, double[] values) {
        return IntStream.range(0, steps.length)
                .mapToObj(i -> Numerals.coordinate(BOX * (steps[i] - first) / (last - first)) + ","
                        + Numerals.coordinate(BOX * (high - values[i]) / (high - low)))
                .collect(Collectors.joining(" "));
    }

    private static String plain(double[] values) {
        return joined(DoubleStream.of(values).mapToObj(Numerals::plain).toList());
    }

    private static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
