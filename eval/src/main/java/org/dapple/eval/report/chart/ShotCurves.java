package org.dapple.eval.report.chart;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numbers;
import org.dapple.eval.report.part.JsonTree;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.statistics.Interval;

/**
 * Few-shot curves: how a score grows with the number of labelled clips.
 *
 * @param title the heading
 * @param series one for each encoder
 * @param chance the chance level, 0 to 1, if known
 * @param note one paragraph below the chart, may be empty: metric, draws
 */
public record ShotCurves(String title, List<Series> series, OptionalDouble chance, String note) implements ReportPart {

    /**
     * The curve of one encoder.
     *
     * @param encoder name of the encoder
     * @param points with rising numbers of shots
     */
    public record Series(String encoder, List<Point> points) {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException if the shots do not rise, or if a point follows one with all clips
         */
        public Series {
            points = List.copyOf(points);
            for (int i = 1; i < points.size(); i++) {
                Numbers.require(
                        points.get(i).shots() > points.get(i - 1).shots(),
                        encoder,
                        "shots",
                        "must rise; " + points.get(i).shots() + " follow "
                                + points.get(i - 1).shots());
                Numbers.require(!points.get(i - 1).all(), encoder, "points", "must end with all clips");
            }
        }

        private Map<String, Object> toJson() {
            return new JsonTree()
                    .put("encoder", encoder)
                    .put("points", points.stream().map(Point::toJson).toList())
                    .entries();
        }
    }

    /**
     * One point of a curve.
     *
     * @param shots labelled clips for each class, at least 1; with all clips, their mean over the classes, rounded
     * @param all whether the point uses all clips
     * @param score 0 to 1, with its 95 % interval, or the reason for having none
     */
    public record Point(int shots, boolean all, Interval score) {
        /**
         * Refuses a score that is not between 0 and 1, and fewer than one shot.
         *
         * @throws IllegalArgumentException if it refuses them
         */
        public Point {
            Numbers.require(shots >= 1, Integer.toString(shots), "number", "must be at least 1");
            Numbers.requireShare(shots + " shots", "score", score.mean());
        }

        private Map<String, Object> toJson() {
            return new JsonTree()
                    .put("shots", shots)
                    .put("all", all)
                    .put("mean", score.mean())
                    .put("interval", score)
                    .entries();
        }
    }

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the chance level is not between 0 and 1
     */
    public ShotCurves {
        series = List.copyOf(series);
        Numbers.requireShare(title, "chance level", chance.orElse(0));
    }

    @Override
    public void html(Markup page) {
        new ShotChart(this).html(page);
    }

    @Override
    public void markdown(MarkdownText text) {
        new ShotChart(this).markdown(text);
    }

    @Override
    public Map<String, List<?>> toJson() {
        JsonTree tree = new JsonTree().put("title", title).put("note", note);
        tree.put("series", series.stream().map(Series::toJson).toList());
        return Map.of("shot_curves", List.of(tree.put("chance", chance).entries()));
    }
}
