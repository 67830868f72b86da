package org.dapple.eval.report.chart;

import java.util.List;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.part.ReportPart;

/**
 * Curves over training steps in one chart.
 *
 * @param title the heading
 * @param quantity the values with their unit: the name of the vertical axis
 * @param note what readers should know before they compare the curves; may be empty
 * @param leastRange smallest range of the vertical axis, so that small differences look small; 0 for none
 * @param curves for example training losses
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
