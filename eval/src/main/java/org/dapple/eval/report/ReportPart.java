package org.dapple.eval.report;

/**
 * One part of a report: a heading and what is shown below it. Every part can be shown in HTML ({@link HtmlReport}) and
 * in Markdown ({@link MarkdownReport}); what is a number is also in {@link ReportData}.
 */
public sealed interface ReportPart
        permits Scores,
                ScoreMatrix,
                ComparisonMatrix,
                ShotCurves,
                EmbeddingMap,
                Curves,
                Pictures,
                Confusion,
                TextTable {

    /** {@return the heading, one line of plain text} */
    String title();
}
