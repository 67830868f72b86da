package org.dapple.eval.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dapple.core.files.AtomicFile;
import org.dapple.eval.result.SimulatedPredictions.Labelled;
import org.dapple.eval.result.SimulatedPredictions.Ranked;
import org.dapple.eval.result.SimulatedStatistics.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Intervals cover what they promise, and equal encoders are hardly ever called different. */
class SimulatedStatisticsTest {
    private static final int[] SOURCES = {1, 2, 3, 6, 8, 10, 20, 40};

    /** Independent clips; "rare" are labels of few clips. */
    private static final Map<String, Ranked> CASES = cases();

    private static Map<String, Ranked> cases() {
        Map<String, Ranked> cases = new LinkedHashMap<>();
        cases.put("few clips, few labels, weak", new Ranked(80, 1, 4, 0.25, false, 0.5, 0));
        cases.put("few clips, few labels, strong", new Ranked(80, 1, 4, 0.25, false, 2, 0));
        cases.put("few clips, many labels, weak", new Ranked(100, 1, 20, 0.1, false, 0.5, 0));
        cases.put("many clips, many labels, weak", new Ranked(400, 1, 20, 0.1, false, 0.5, 0));
        cases.put("many clips, many labels, strong", new Ranked(400, 1, 20, 0.1, false, 2, 0));
        cases.put("rare labels, 3 of 100 clips, strong", new Ranked(100, 1, 10, 0.03, false, 2, 0));
        cases.put("rare labels, 20 of 1000 clips, strong", new Ranked(1000, 1, 10, 0.02, false, 2, 0));
        cases.put("frequent to rare labels, strong", new Ranked(400, 1, 20, 0.1, true, 2, 0));
        return cases;
    }

    private static Ranked clustered(int sources) {
        return new Ranked(sources, 20, 4, 0.25, false, 1, 0.2);
    }

    @Test
    void accuraciesAreCovered() {
        SimulatedStatistics simulated = new SimulatedStatistics(400);
        for (int sources : new int[] {1, 3, 6, 10, 40}) {
            Row row = simulated.accuracy("accuracy", new Labelled(sources, 20, false, 0.7, 0.2), 1);
            assertEquals(sources < 6, row.silent(), row.toString());
            assertTrue(row.holds(), row.toString());
        }
        assertTrue(simulated
                .accuracy("accuracy", new Labelled(10, 20, true, 0.7, 0.2), 3)
                .holds());
    }

    @Test
    void meanAveragePrecisionsAreCovered() {
        SimulatedStatistics simulated = new SimulatedStatistics(150);
        for (String name : List.of("few clips, few labels, weak", "few clips, few labels, strong")) {
            for (Row row : simulated.ranked(name, CASES.get(name), 1)) {
                assertTrue(row.holds() && !row.silent(), row.toString());
            }
        }
        for (Row row : simulated.ranked("clustered", clustered(10), 1)) {
            assertTrue(row.holds() && !row.silent(), row.toString());
        }
        String rare = "rare labels, 3 of 100 clips, strong";
        assertTrue(simulated.ranked(rare, CASES.get(rare), 1).stream().allMatch(Row::silent), rare);
        assertTrue(simulated.ranked("three", clustered(3), 1).stream().allMatch(Row::silent), "three sources");
    }

    @Test
    void equalEncodersAreNotCalledDifferent() {
        SimulatedStatistics simulated = new SimulatedStatistics(300);
        for (int sources : new int[] {3, 6, 12}) {
            Row accuracies = accuracies(simulated, sources, 0.2, 1);
            Row rankings = rankings(simulated, sources, 1, 0);
            assertTrue(accuracies.holds() && rankings.holds(), accuracies + ", " + rankings);
            assertEquals(sources < 6 ? 0 : 300, rankings.printed());
        }
    }

    @Test
    void seedsKeepTheirWord() {
        SimulatedStatistics simulated = new SimulatedStatistics(1000);
        for (int seeds : new int[] {1, 2, 3, 6, 8}) {
            for (Row row : List.of(simulated.seeds(seeds, 1), simulated.seeds(seeds, 3), simulated.apart(seeds, 5))) {
                assertTrue(row.holds(), row.toString());
            }
            assertTrue(simulated.runs(seeds).holds(), "runs of " + seeds + " seeds");
        }
    }

    private static Row accuracies(SimulatedStatistics simulated, int sources, double together, int runs) {
        SimulatedPredictions predictions = new SimulatedPredictions(sources + runs);
        Labelled set = new Labelled(sources, together == 0 ? 1 : 20, false, 0.7, together);
        String what = "accuracy, " + set.clips() + " clips of a source, ICC " + together + ", runs " + runs;
        return simulated.claims(what, sources, () -> predictions.labelled(set, 2, runs));
    }

    private static Row rankings(SimulatedStatistics simulated, int sources, int runs, double swing) {
        SimulatedPredictions predictions = new SimulatedPredictions(sources + runs);
        String what = "mAP, 20 clips of a source, runs " + runs
                + (swing == 0 ? "" : ", each encoder better on half of the labels");
        return simulated.claims(what, sources, () -> predictions.ranked(clustered(sources), 2, runs, swing));
    }

    /** The tables of docs/results/statistics, written into this module's target folder. */
    @Test
    @Tag("long")
    void tables() throws IOException {
        List<Supplier<List<Row>>> work = new ArrayList<>();
        SimulatedStatistics many = new SimulatedStatistics(1000);
        SimulatedStatistics some = new SimulatedStatistics(300);
        accuracies(work, many);
        CASES.forEach((name, set) -> work.add(() -> some.ranked(name, set, 1)));
        String few = "few clips, few labels, strong";
        work.add(() -> some.ranked(few, CASES.get(few), 3));
        for (int sources : SOURCES) {
            work.add(() -> some.ranked("20 clips of a source, medium", clustered(sources), 1));
            work.add(() -> List.of(many.runs(sources)));
        }
        for (int sources : SOURCES) {
            claims(work, many, some, sources);
        }
        List<Row> rows =
                work.parallelStream().map(Supplier::get).flatMap(List::stream).toList();
        write(rows);
        assertEquals(List.of(), rows.stream().filter(row -> !row.holds()).toList());
    }

    private static void accuracies(List<Supplier<List<Row>>> work, SimulatedStatistics many) {
        for (double accuracy : new double[] {0.5, 0.7, 0.9}) {
            for (double together : new double[] {0.05, 0.2}) {
                for (int sources : SOURCES) {
                    Labelled set = new Labelled(sources, 20, false, accuracy, together);
                    work.add(() -> List.of(many.accuracy("accuracy", set, 1)));
                }
            }
        }
        work.add(() -> List.of(many.accuracy("accuracy", new Labelled(100, 20, false, 0.7, 0.2), 1)));
        work.add(() ->
                List.of(new SimulatedStatistics(200).accuracy("accuracy", new Labelled(1000, 5, false, 0.7, 0.2), 1)));
        for (int sources : SOURCES) {
            work.add(() -> List.of(
                    many.accuracy("accuracy", new Labelled(sources, 20, false, 0.7, 0.2), 3),
                    many.accuracy("accuracy, hard", new Labelled(sources, 20, true, 0.7, 0.2), 1),
                    many.accuracy("accuracy, hard", new Labelled(sources, 20, false, 0.95, 0.2), 1),
                    many.accuracy("accuracy, hard", new Labelled(sources, 1, false, 0.7, 0), 1)));
        }
    }

    private static void claims(
            List<Supplier<List<Row>>> work, SimulatedStatistics many, SimulatedStatistics some, int sources) {
        work.add(() -> List.of(many.seeds(sources, 1), many.seeds(sources, 3), many.apart(sources, 5)));
        for (int runs : new int[] {1, 3}) {
            work.add(() -> List.of(accuracies(many, sources, 0.2, runs), accuracies(many, sources, 0, runs)));
        }
        work.add(() -> List.of(rankings(some, sources, 1, 0)));
        work.add(() -> List.of(rankings(some, sources, 3, 0)));
        work.add(() -> List.of(rankings(some, sources, 1, 0.5)));
        Labelled labelled = new Labelled(sources, 20, false, 0.7, 0.2);
        SimulatedPredictions first = new SimulatedPredictions(sources);
        work.add(() -> List.of(
                some.differences(
                        "accuracy, 20 clips of a source, ICC 0.2", sources, () -> first.labelled(labelled, 2, 1)),
                some.differences(
                        "mAP, 20 clips of a source", sources, () -> first.ranked(clustered(sources), 2, 1, 0))));
        SimulatedPredictions second = new SimulatedPredictions(sources);
        work.add(() -> List.of(new SimulatedStatistics(some.rounds())
                .family(
                        "two accuracies, two mAP",
                        sources,
                        task -> task % 2 == 0
                                ? second.labelled(labelled, 2, 1)
                                : second.ranked(clustered(sources), 2, 1, 0))));
    }

    private static void write(List<Row> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(
                text, CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get())) {
            csv.printRecord(
                    "table", "what", "sources", "rounds", "nominal", "printed", "simulated", "three_errors", "holds");
            for (Row row : rows) {
                csv.printRecord(row.cells());
            }
        }
        AtomicFile.write(Path.of("target", "statistics.csv"), text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
