package org.dapple.eval.report;

import java.util.List;

/**
 * Pictures below each other, for example mask galleries.
 *
 * @param title the heading
 * @param pictures in the order in which they are shown
 */
public record Pictures(String title, List<Picture> pictures) implements ReportPart {

    /** Copies the list. */
    public Pictures {
        pictures = List.copyOf(pictures);
    }
}
