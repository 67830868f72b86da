package org.dapple.eval.report.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numerals;

/**
 * Writes a confusion matrix as a table with percentages of each row. Hits and errors are shaded in two colours;
 * hovering shows the counts.
 */
record ConfusionTable(Confusion confusion) {
    private static final int MOST_FREQUENT = 5;

    /** With more classes a Markdown table would be useless. */
    private static final int MOST_COLUMNS = 20;

    /** From these shades on, dark blue and orange, light text is easier to read than dark text. */
    private static final double STRONG_HIT = 0.7;

    private static final double STRONG_ERROR = 0.85;

    void html(Markup page) {
        List<String> labels = confusion.labels();
        page.leaf("p", "Rows: truth. Columns: prediction. Cells: per cent of the row; point at a cell for its count.");
        page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "confusion");
        page.open("thead").open("tr").open("td").close();
        labels.forEach(label -> page.open("th", "scope", "col", "title", label)
                .leaf("span", label)
                .close());
        page.leaf("th", "clips", "class", "total").close().close().open("tbody").newLine();
        for (int truth = 0; truth < labels.size(); truth++) {
            page.open("tr").leaf("th", labels.get(truth), "scope", "row", "title", labels.get(truth));
            for (int predicted = 0; predicted < labels.size(); predicted++) {
                cell(page, truth, predicted);
            }
            page.leaf("td", Numerals.whole(confusion.total(truth)), "class", "total")
                    .close()
                    .newLine();
        }
        page.close().close().close();
        List<String> frequent = frequent();
        if (!frequent.isEmpty()) {
            page.leaf("p", "Most frequent errors:", "class", "lead").open("ul");
            frequent.forEach(error -> page.leaf("li", error));
            page.close();
        }
    }

    void markdown(MarkdownText text) {
        List<String> labels = confusion.labels();
        if (labels.size() <= MOST_COLUMNS) {
            text.paragraph("Rows: truth. Columns: prediction. Cells: clips.");
            List<String> header = new ArrayList<>(labels);
            header.add(0, "");
            text.table(
                    header,
                    IntStream.range(0, labels.size()).mapToObj(this::row).toList());
        } else {
            text.paragraph("The matrix of " + labels.size() + " classes is in the HTML report.");
        }
        List<String> frequent = frequent();
        if (!frequent.isEmpty()) {
            text.paragraph("Most frequent errors:");
            frequent.forEach(text::item);
            text.end();
        }
    }

    private List<String> row(int truth) {
        return Stream.concat(
                        Stream.of(confusion.labels().get(truth)),
                        IntStream.of(confusion.counts()[truth]).mapToObj(Numerals::whole))
                .toList();
    }

    private void cell(Markup page, int truth, int predicted) {
        int count = confusion.counts()[truth][predicted];
        if (count == 0) {
            page.open("td").close();
            return;
        }
        double share = (double) count / confusion.total(truth);
        // The square root lets rare errors be seen.
        double shade = Math.sqrt(share);
        boolean hit = truth == predicted;
        String kind = (hit ? "hit" : "error") + (shade >= (hit ? STRONG_HIT : STRONG_ERROR) ? " strong" : "");
        String text = share < 0.005 ? "<1" : Long.toString(Math.round(share * 100));
        String title = sentence(truth, predicted);
        page.leaf("td", text, "class", kind, "title", title, "style", "--shade:" + Numerals.coordinate(shade));
    }

    /** {@return the most frequent errors as sentences} */
    private List<String> frequent() {
        record Mistake(int truth, int predicted, int count) {}
        List<Mistake> errors = new ArrayList<>();
        for (int truth = 0; truth < confusion.labels().size(); truth++) {
            for (int predicted = 0; predicted < confusion.labels().size(); predicted++) {
                int count = confusion.counts()[truth][predicted];
                if (count > 0 && truth != predicted) {
                    errors.add(new Mistake(truth, predicted, count));
                }
            }
        }
        errors.sort(Comparator.comparingInt(Mistake::count).reversed()); // stable: ties stay in reading order
        return errors.stream()
                .limit(MOST_FREQUENT)
                .map(error -> sentence(error.truth(), error.predicted()))
                .toList();
    }

    private String sentence(int truth, int predicted) {
        int count = confusion.counts()[truth][predicted];
        long total = confusion.total(truth);
        return confusion.labels().get(truth)
                + (truth == predicted
                        ? " recognised: "
                        : " taken for " + confusion.labels().get(predicted) + ": ")
                + Numerals.whole(count) + " of " + Numerals.whole(total) + " ("
                + Numerals.percent((double) count / total) + ")";
    }
}
