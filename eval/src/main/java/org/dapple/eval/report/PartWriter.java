package org.dapple.eval.report;

import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;

/** Shows one part, without its heading. */
interface PartWriter {

    void html(Markup page);

    void markdown(MarkdownText text);

    /** The writer of a part. */
    static PartWriter of(ReportPart part) {
        if (part instanceof Scores scores) {
            return new ScoreTable(scores);
        }
        if (part instanceof ScoreMatrix matrix) {
            return new MatrixTable(matrix);
        }
        if (part instanceof ComparisonMatrix comparisons) {
            return new ComparisonTable(comparisons);
        }
        if (part instanceof ShotCurves curves) {
            return new ShotChart(curves);
        }
        if (part instanceof EmbeddingMap map) {
            return new MapPlot(map);
        }
        if (part instanceof Curves curves) {
            return new CurveChart(curves);
        }
        if (part instanceof Pictures pictures) {
            return new PictureFigures(pictures);
        }
        if (part instanceof Confusion confusion) {
            return new ConfusionTable(confusion);
        }
        if (part instanceof TextTable table) {
            return new PlainTable(table);
        }
        throw new IllegalStateException("no writer for " + part.getClass());
    }
}
