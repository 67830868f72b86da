package org.dapple.eval.report.part;

import java.util.List;
import java.util.Map;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;

/**
 * One part of a report: a heading and what is shown below it. A part writes itself as HTML and as Markdown, and gives
 * its numbers to other programs. An open extension point.
 */
public interface ReportPart {

    /** {@return the heading, one line of plain text} */
    String title();

    /**
     * Writes what is below the heading as HTML.
     *
     * @param page an open section of the page; every element that the part opens, it closes
     */
    void html(Markup page);

    /**
     * Writes what is below the heading as Markdown.
     *
     * @param text ends after the heading
     */
    void markdown(MarkdownText text);

    /**
     * {@return the numbers for other programs: the name of a list in the report's JSON, and the objects that this part
     * adds to it; none if the part has no numbers, or its run keeps them in a file of their own}
     */
    default Map<String, List<?>> toJson() {
        return Map.of();
    }
}
