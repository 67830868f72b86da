package org.dapple.eval.report.chart;

import java.util.Base64;
import java.util.List;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.part.ReportPart;

/**
 * Pictures with captions, one below the other, for example mask galleries. The page contains the files.
 *
 * @param title the heading
 * @param pictures in the order of the report
 */
public record Pictures(String title, List<Picture> pictures) implements ReportPart {

    /** Copies the list. */
    public Pictures {
        pictures = List.copyOf(pictures);
    }

    /** Fits pictures to the page. A hidden check box shows one at full size, also from the keyboard. */
    @Override
    public void html(Markup page) {
        for (Picture picture : pictures) {
            String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.png());
            page.open("figure", "class", "picture").open("label", "class", "scroll", "title", "Full size");
            page.empty("input", "type", "checkbox", "aria-label", "Full size");
            page.empty("img", "src", data, "alt", picture.caption()).close();
            page.leaf("figcaption", picture.caption()).close().newLine();
        }
    }

    @Override
    public void markdown(MarkdownText text) {
        text.paragraph("Pictures are in the HTML report only. They show:");
        pictures.forEach(picture -> text.item(picture.caption()));
        text.end();
    }
}
