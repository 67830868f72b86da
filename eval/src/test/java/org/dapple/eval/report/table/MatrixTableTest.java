package org.dapple.eval.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.report.Page;
import org.dapple.eval.report.SampleEvaluation;
import org.dapple.eval.report.table.ScoreMatrix.Cell;
import org.dapple.eval.report.table.ScoreMatrix.Row;
import org.dapple.eval.report.table.ScoreMatrix.Task;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.StudentInterval;
import org.junit.jupiter.api.Test;

class MatrixTableTest {
    private static final Interval CLIPS = new Interval(0.5, 0.45, 0.55, Interval.Kind.OVER_CLIPS);
    private static final Interval RUNS = new Interval(0.5, 0.4, 0.6, Interval.Kind.OVER_RUNS);

    @Test
    void setsBoldWhatTheCallerMarksAndNothingElse() {
        Page table = page(SampleEvaluation.matrix());
        assertEquals(
                List.of(
                        "61.4\u202f%",
                        "70.4\u202f%", "88.3\u202f%", "25.7\u202f%", "61.0\u202f%", "88.0\u202f%", "62.1\u202f%"),
                table.texts("strong"));
        assertEquals(1, table.classed("span", "absent").size());
        assertEquals(
                List.of("1.2", "1.8", "–", "3.8"),
                table.classed("td", "rank").stream().map(Page::text).toList());
    }

    @Test
    void namesBothKindsOfIntervals() {
        Page table = page(SampleEvaluation.matrix());
        List<String> intervals =
                table.classed("span", "interval").stream().map(Page::text).toList();
        assertEquals(List.of("clips 59.3 – 63.3", "runs 60.2 – 62.5"), intervals.subList(0, 2));
        assertTrue(intervals.contains("sources 87.7 – 88.9"));
        assertEquals(
                List.of(
                        "clips: 95\u202f% interval, jackknife over clips",
                        "runs: 95\u202f% interval, t over runs", "sources: 95\u202f% interval, jackknife over sources"),
                table.classed("span", "key").stream()
                        .map(Page::text)
                        .filter(key -> key.contains("interval"))
                        .toList());
    }

    @Test
    void drawsOnTheAxisOfTheColumn() {
        // 0.4 to 0.6 lies within an axis from 0.3 to 0.7.
        Page table = page(matrix(new Cell(0.5, CLIPS, Optional.of(RUNS), false), 0.5));
        assertEquals(List.of("30", "70\u202f%"), table.texts("text"));
        assertEquals("50%", table.classed("circle", "dot").get(0).attribute("cx"));
        assertEquals("37.5%", table.classed("line", "whisker").get(0).attribute("x1"));
        assertEquals("62.5%", table.classed("line", "whisker").get(0).attribute("x2"));
        assertEquals("25%", table.classed("line", "runs").get(0).attribute("x1"));
        assertEquals("50%", table.classed("line", "chance").get(0).attribute("x1"));
        assertEquals(
                List.of(),
                page(matrix(new Cell(0.5, CLIPS, Optional.of(RUNS), false), 0.1))
                        .classed("line", "chance"),
                "a chance level beyond the axis is only written");
    }

    @Test
    void oneRunHasNoInterval() {
        Page table = page(matrix(new Cell(0.5, CLIPS, Optional.of(StudentInterval.of(0.5)), false), 0.1));
        assertEquals(List.of(), table.classed("line", "runs"));
        assertEquals(
                "no interval: one run", table.classed("span", "interval").get(1).text());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> new Cell(61.4, CLIPS, Optional.empty(), false));
        assertThrows(IllegalArgumentException.class, () -> new Cell(0.5, RUNS, Optional.empty(), false));
        assertThrows(IllegalArgumentException.class, () -> new Cell(0.5, CLIPS, Optional.of(CLIPS), false));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Cell(0.5, new Interval(0.5, -0.1, 0.6, Interval.Kind.OVER_CLIPS), Optional.empty(), false));
        assertThrows(IllegalArgumentException.class, () -> new Task("t", "accuracy", OptionalDouble.of(10)));
        assertThrows(IllegalArgumentException.class, () -> new Row("e", List.of(), OptionalDouble.of(0.5)));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new ScoreMatrix(
                        "m",
                        List.of(new Task("t", "accuracy", OptionalDouble.empty())),
                        List.of(new Row("tiny", List.of(), OptionalDouble.empty())),
                        ""));
        assertEquals("the row of 'tiny' has 0 cells for 1 tasks", e.getMessage());
    }

    private static ScoreMatrix matrix(Cell cell, double chance) {
        return new ScoreMatrix(
                "m",
                List.of(new Task("t", "accuracy", OptionalDouble.of(chance))),
                List.of(new Row("e", List.of(Optional.of(cell)), OptionalDouble.empty())),
                "");
    }

    private static Page page(ScoreMatrix matrix) {
        Markup page = new Markup();
        page.open("div");
        new MatrixTable(matrix).html(page);
        return Page.parse(page.close().end());
    }
}
