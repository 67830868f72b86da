package org.dapple.eval.report.part;

import java.util.List;
import java.util.Map;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;

/**
 * One part of a report: a heading and the content below it. A part writes itself as HTML and Markdown, and gives its
 * numbers to other programs. An open extension point.
 */
public interface ReportPart {

    /** {@return the heading, one line of plain text} */
    String title();

    /**
     * Writes the content below the heading as HTML.
     *
     * @param page an open section of the page; the part must close every element that it opens
     */
    void html(Markup page);

    /**
     * Writes the content below the heading as Markdown.
     *
     * @param text the report so far, which ends with the heading
     */
    void markdown(MarkdownText text);

    /**
     * {@return the numbers for other programs: names of lists in the report's JSON, and the objects that this part adds
     * to each. Empty if the part has no numbers, or if a run stores them in a file of their own}
     */
    default Map<String, List<?>> toJson() {
        return Map.of();
    }
}
