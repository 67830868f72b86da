package org.dapple.eval.report;

import java.util.List;

/**
 * Series over training steps, drawn in one chart.
 *
 * @param title the heading
 * @param curves usually training losses
 */
public record Curves(String title, List<Curve> curves) implements ReportPart {

    /** Copies the list. */
    public Curves {
        curves = List.copyOf(curves);
    }
}
