package org.dapple.eval.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Marks;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.markup.Span;
import org.dapple.eval.markup.Ticks;
import org.dapple.eval.report.chart.ShotCurves.Point;
import org.dapple.eval.report.chart.ShotCurves.Series;
import org.dapple.eval.report.part.IntervalKinds;

/** Draws few-shot curves as a chart with a logarithmic axis of shots, and as a table below it. */
final class ShotChart {
    private static final int MOST_TICKS = 6;

    /** Margin left and right of the points in per cent. */
    private static final double MARGIN = 4;

    /** Share of the axis that a label needs on a phone. */
    private static final double NARROW = 0.12;

    /** Distance in pixels between the whiskers of two series at the same number of shots. */
    private static final double APART = 5;

    private final ShotCurves part;
    private final Span height;
    private final double first;
    private final double last;

    ShotChart(ShotCurves part) {
        this.part = part;
        height = Span.around(
                DoubleStream.concat(
                        points().flatMapToDouble(point -> DoubleStream.of(
                                point.score().mean(),
                                point.score().low(),
                                point.score().high())),
                        part.chance().stream()),
                0,
                1);
        first = points().mapToInt(Point::shots).min().orElse(1);
        last = Math.max(first + 1, points().mapToInt(Point::shots).max().orElse(2));
    }

    void html(Markup page) {
        page.open("figure", "class", "shots").open("div", "class", "plot");
        ChartAxes.open(page, "Scores by number of labelled clips; the table below has all values");
        axes(page);
        for (int i = 0; i < part.series().size(); i++) {
            series(page, i);
        }
        page.close().close().leaf("p", "labelled clips of each class", "class", "axis-name");
        page.open("figcaption", "class", "legend");
        for (int i = 0; i < part.series().size(); i++) {
            page.open("span", "class", "key-mark");
            Marks.inline(page, i);
            page.text(part.series().get(i).encoder()).close();
        }
        if (part.chance().isPresent()) {
            page.leaf("span", "chance level " + Numerals.percent(part.chance().getAsDouble()), "class", "key chance");
        }
        kinds().forEach(kind -> page.leaf("span", "Whiskers: " + kind));
        page.close().close();
        table(page);
        page.note(part.note());
    }

    private void table(Markup page) {
        page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "plain shots-table");
        page.open("thead").open("tr");
        header().forEach(name -> page.leaf("th", name, "scope", "col"));
        page.close().close().open("tbody").newLine();
        for (Series series : part.series()) {
            page.open("tr").leaf("th", series.encoder(), "scope", "row");
            for (int shots : columns().keySet()) {
                page.open("td");
                series.points().stream().filter(point -> point.shots() == shots).forEach(point -> {
                    page.leaf("span", Numerals.percent(point.score().mean()), "class", "value");
                    if (point.score().known()) {
                        page.leaf("span", Numerals.range(point.score()), "class", "interval");
                    }
                });
                page.close();
            }
            page.close().newLine();
        }
        page.close().close().close();
    }

    private void axes(Markup page) {
        ChartAxes.levels(
                page,
                Ticks.between(100 * height.low(), 100 * height.high(), MOST_TICKS),
                "\u202f%",
                tick -> y(tick / 100));
        double before = -1;
        for (Map.Entry<Integer, String> column : columns().entrySet()) {
            // A label that would run into the one before stands a line lower.
            double share = share(column.getKey());
            String line = share - before < NARROW ? "2.8em" : "1.6em";
            before = share;
            ChartAxes.below(page, column.getValue(), x(column.getKey()), line, "middle");
        }
        part.chance().ifPresent(chance -> ChartAxes.level(page, "chance", y(chance)));
        page.newLine();
    }

    private void series(Markup page, int number) {
        List<Point> points = part.series().get(number).points();
        String colour = "c" + Marks.colour(number);
        double aside = APART * (number - (part.series().size() - 1) / 2.0);
        page.open("svg", "x", Numerals.coordinate(aside), "width", "100%", "height", "100%");
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            String[] ends = {
                x(from.shots()),
                y(from.score().mean()),
                x(to.shots()),
                y(to.score().mean())
            };
            page.empty("line", "class", "link " + colour, "x1", ends[0], "y1", ends[1], "x2", ends[2], "y2", ends[3]);
        }
        for (Point point : points) {
            String x = x(point.shots());
            if (point.score().known()) {
                String low = y(point.score().low());
                String high = y(point.score().high());
                page.empty("line", "class", "span " + colour, "x1", x, "x2", x, "y1", low, "y2", high);
            }
            String place = y(point.score().mean());
            page.open("use", "href", Marks.shape(number), "class", "m" + Marks.colour(number), "x", x, "y", place);
            page.leaf("title", part.series().get(number).encoder() + ", " + label(point) + ": " + text(point))
                    .close();
        }
        page.close().newLine();
    }

    void markdown(MarkdownText text) {
        text.table(header(), rows());
        kinds().forEach(text::item);
        part.chance().ifPresent(chance -> text.item("Chance level: " + Numerals.percent(chance)));
        text.end().paragraph(part.note());
    }

    private List<String> header() {
        return Stream.concat(Stream.of("Labelled clips of each class"), columns().values().stream())
                .toList();
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (Series series : part.series()) {
            List<String> row = new ArrayList<>(List.of(series.encoder()));
            for (int shots : columns().keySet()) {
                row.add(series.points().stream()
                        .filter(point -> point.shots() == shots)
                        .map(ShotChart::text)
                        .collect(Collectors.joining()));
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * {@return the label of each number of shots; a number that means all clips for one encoder means it for every one}
     */
    private Map<Integer, String> columns() {
        Map<Integer, String> columns = new TreeMap<>();
        points().sorted(Comparator.comparing(Point::all)).forEach(point -> columns.put(point.shots(), label(point)));
        return columns;
    }

    private static String label(Point point) {
        String number = Numerals.whole(point.shots());
        return point.all() ? "all (" + number + ")" : number;
    }

    private static String text(Point point) {
        String mean = Numerals.percent(point.score().mean());
        return point.score().known() ? mean + " (" + Numerals.range(point.score()) + ")" : mean;
    }

    private List<String> kinds() {
        return IntervalKinds.legend(points().map(Point::score));
    }

    private Stream<Point> points() {
        return part.series().stream().flatMap(series -> series.points().stream());
    }

    private String x(int shots) {
        return ChartAxes.at(MARGIN + (100 - 2 * MARGIN) * share(shots));
    }

    private double share(int shots) {
        return Math.log(shots / first) / Math.log(last / first);
    }

    private String y(double score) {
        return ChartAxes.at(100 - height.percent(score));
    }
}
