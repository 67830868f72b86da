package org.dapple.eval.report;

import java.util.List;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.report.part.ReportPart;

/**
 * Writes a report as Markdown (CommonMark with GitHub's tables), for issues, wikis and mail. Tables stay tables and
 * curves become a few of their points; a sentence stands for what only a picture can show.
 */
public final class MarkdownReport {
    private MarkdownReport() {}

    /**
     * Writes a report.
     *
     * @param content the report; all of its text is escaped
     * @return Markdown, to be saved as UTF-8
     */
    public static String render(ReportContent content) {
        MarkdownText text = new MarkdownText();
        text.heading(1, content.title()).paragraph(content.summary());
        for (ReportPart part : content.parts()) {
            text.heading(2, part.title());
            part.markdown(text);
        }
        if (!content.facts().isEmpty()) {
            text.heading(2, "Provenance");
            text.table(
                    List.of("", ""),
                    content.facts().entrySet().stream()
                            .map(fact -> List.of(fact.getKey(), fact.getValue()))
                            .toList());
        }
        return text.toString().stripTrailing() + "\n";
    }
}
