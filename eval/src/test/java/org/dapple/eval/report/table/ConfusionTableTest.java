package org.dapple.eval.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.Page;
import org.junit.jupiter.api.Test;

class ConfusionTableTest {
    private final Page table = table(
            new Confusion("animals", List.of("cat", "dog", "cow"), new int[][] {{3, 1, 0}, {0, 1000, 1}, {0, 0, 0}}));

    @Test
    void showsRowPercentagesAndCounts() {
        assertEquals(List.of("", "75", "25", "", "4", "", "100", "<1", "1,001", "", "", "", "0"), table.texts("td"));
        Page error = table.classed("td", "error").get(0);
        assertEquals("cat taken for dog: 1 of 4 (25.0\u202f%)", error.attribute("title"));
        assertEquals("--shade:0.5", error.attribute("style"));
        assertEquals(
                "dog recognised: 1,000 of 1,001 (99.9\u202f%)",
                table.classed("td", "hit").get(1).attribute("title"));
    }

    @Test
    void namesTheMostFrequentErrors() {
        assertEquals(
                List.of("cat taken for dog: 1 of 4 (25.0\u202f%)", "dog taken for cow: 1 of 1,001 (0.1\u202f%)"),
                table.texts("li"));
    }

    @Test
    void refusesWhatIsNotSquare() {
        assertThrows(IllegalArgumentException.class, () -> new Confusion("", List.of("a"), new int[2][1]));
        assertThrows(IllegalArgumentException.class, () -> new Confusion("", List.of("a"), new int[1][2]));
        assertThrows(IllegalArgumentException.class, () -> new Confusion("", List.of("a"), new int[][] {{-1}}));
    }

    private static Page table(Confusion confusion) {
        Markup page = new Markup();
        page.open("div");
        new ConfusionTable(confusion).html(page);
        return Page.parse(page.close().end());
    }
}
