package org.dapple.eval.report.chart;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Marks;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.report.chart.EmbeddingMap.Point;

/**
 * Draws a map of embeddings as symbols in an SVG. Without the script it shows the principal plane; the script switches
 * views, names clips and plays sounds.
 */
final class MapPlot {
    /** Margin on every side in per cent. */
    private static final double MARGIN = 2.5;

    /** Above this number of points, points are drawn smaller. */
    private static final int MANY = 500;

    private final EmbeddingMap map;
    private final Map<String, Integer> classes = new LinkedHashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();

    MapPlot(EmbeddingMap map) {
        this.map = map;
        // In alphabetical order, so that a class looks the same in maps of the same clips.
        map.points().stream().map(Point::label).sorted().forEach(label -> {
            classes.putIfAbsent(label, classes.size());
            sizes.merge(label, 1, Integer::sum);
        });
    }

    void html(Markup page) {
        page.open("figure", "class", "map");
        page.open("div", "class", "switch", "role", "group", "aria-label", "View");
        page.leaf("button", "Principal components", "type", "button", "data-view", "pca", "aria-pressed", "true");
        page.leaf("button", "t-SNE", "type", "button", "data-view", "tsne", "aria-pressed", "false")
                .close();
        page.open("div", "class", "map-body").open("div", "class", "field");
        String label = "Map of " + Numerals.whole(map.points().size()) + " clips of " + classes.size() + " classes";
        String density = map.points().size() > MANY ? "points dense" : "points";
        page.open("svg", "class", density, "role", "img", "aria-label", label).newLine();
        points(page);
        page.empty("circle", "class", "ring", "r", "10", "cx", "0", "cy", "0").close();
        page.open("div", "class", "tip").close().close();
        legend(page);
        page.close().open("figcaption");
        page.leaf(
                "p",
                "Principal components: the two directions in which the embeddings vary most. Distances within the plane"
                        + " are true, but clips that are close here may be far apart in other directions.",
                "data-view",
                "pca");
        page.leaf(
                "p",
                "t-SNE: neighbours stay neighbours. Distances between groups and sizes of groups mean little.",
                "data-view",
                "tsne",
                "hidden",
                "hidden");
        page.close();
        page.note(map.note());
        page.close();
    }

    private void points(Markup page) {
        Map<Integer, String> sounds = new HashMap<>();
        map.sounds().forEach(sound -> sounds.put(sound.point(), sound.id()));
        Frame pca = new Frame(map.points(), Point::pcaX, Point::pcaY);
        Frame tsne = new Frame(map.points(), Point::tsneX, Point::tsneY);
        // What can be heard lies above what cannot.
        List<Integer> order = IntStream.range(0, map.points().size())
                .boxed()
                .sorted(Comparator.comparing(sounds::containsKey))
                .toList();
        for (int i : order) {
            Point point = map.points().get(i);
            int number = classes.getOrDefault(point.label(), 0);
            String sound = sounds.getOrDefault(i, "");
            page.open(
                    "use",
                    "href",
                    Marks.shape(number),
                    "class",
                    "m" + Marks.colour(number) + (sound.isEmpty() ? "" : " heard"),
                    "x",
                    pca.x(point),
                    "y",
                    pca.y(point),
                    "data-tsne",
                    tsne.x(point) + " " + tsne.y(point),
                    "data-class",
                    Integer.toString(number),
                    "data-sound",
                    sound);
            page.leaf("title", point.caption() + "\n" + point.label()).close().newLine();
        }
    }

    private void legend(Markup page) {
        page.open("ul", "class", "classes");
        if (!map.sounds().isEmpty()) {
            page.open("li").open("button", "type", "button", "aria-pressed", "false", "data-class", "heard");
            page.open("svg", "class", "mark", "viewBox", "-7 -7 14 14", "aria-hidden", "true");
            page.empty("use", "href", Marks.shape(0), "class", "heard outline").close();
            page.text("can be heard ")
                    .leaf("span", Numerals.whole(map.sounds().size()), "class", "count")
                    .close()
                    .close();
        }
        page.newLine();
        classes.forEach((label, number) -> {
            String key = Integer.toString(number);
            page.open("li").open("button", "type", "button", "aria-pressed", "false", "data-class", key);
            Marks.inline(page, number);
            page.text(label + " ")
                    .leaf("span", Numerals.whole(sizes.getOrDefault(label, 0)), "class", "count")
                    .close()
                    .close()
                    .newLine();
        });
        page.close();
    }

    void markdown(MarkdownText text) {
        text.paragraph("The map of " + Numerals.whole(map.points().size()) + " clips of " + classes.size()
                + " classes is in the HTML report only.");
        text.paragraph(map.note());
    }

    /** Fits one view into the drawing, with the same scale on both axes. */
    private static final class Frame {
        private final ToDoubleFunction<Point> x;
        private final ToDoubleFunction<Point> y;
        private final double centreX;
        private final double centreY;
        private final double size;

        Frame(List<Point> points, ToDoubleFunction<Point> x, ToDoubleFunction<Point> y) {
            this.x = x;
            this.y = y;
            double[] xs = points.stream().mapToDouble(x).sorted().toArray();
            double[] ys = points.stream().mapToDouble(y).sorted().toArray();
            centreX = points.isEmpty() ? 0 : (xs[0] + xs[xs.length - 1]) / 2;
            centreY = points.isEmpty() ? 0 : (ys[0] + ys[ys.length - 1]) / 2;
            double widest = points.isEmpty() ? 0 : Math.max(xs[xs.length - 1] - xs[0], ys[ys.length - 1] - ys[0]);
            size = widest > 0 ? widest : 1;
        }

        String x(Point point) {
            return at((x.applyAsDouble(point) - centreX) / size);
        }

        String y(Point point) {
            return at((centreY - y.applyAsDouble(point)) / size);
        }

        private static String at(double share) {
            return Numerals.coordinate(50 + (100 - 2 * MARGIN) * share) + "%";
        }
    }
}
