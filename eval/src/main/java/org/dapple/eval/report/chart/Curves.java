package org.dapple.eval.report.chart;

import java.util.List;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.part.ReportPart;

/**
 * Series over training steps, drawn in one chart.
 *
 * @param title the heading
 * @param quantity what the values are, with their unit: the name of the vertical axis
 * @param note what a reader should know before comparing curves; may be empty
 * @param leastRange the vertical axis spans at least so much, so that small differences look small; 0 if it need not
 * @param curves usually training losses
 */
public record Curves(String title, String quantity, String note, double leastRange, List<Curve> curves)
        implements ReportPart {

    /** Copies the list. */
    public Curves {
        curves = List.copyOf(curves);
    }

    @Override
    public void html(Markup page) {
        new CurveChart(this).html(page);
    }

    @Override
    public void markdown(MarkdownText text) {
        new CurveChart(this).markdown(text);
    }
}
