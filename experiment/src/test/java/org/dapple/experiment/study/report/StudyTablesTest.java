package org.dapple.experiment.study.report;

import static org.dapple.experiment.study.StudySample.scores;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.dapple.eval.report.table.TextTable;
import org.dapple.experiment.study.Strategy;
import org.dapple.experiment.study.StudyConfig;
import org.dapple.experiment.study.StudyFolder;
import org.dapple.experiment.study.StudyResults;
import org.dapple.experiment.study.StudySample;
import org.dapple.experiment.study.cost.StepCost;
import org.dapple.experiment.study.cost.StudyCosts;
import org.dapple.experiment.study.cost.StudyPlan;
import org.dapple.experiment.study.cost.TestingTime;
import org.junit.jupiter.api.Test;

/** Tables and words of made-up results. */
class StudyTablesTest {
    private static final double[] LOW = {0.50, 0.52, 0.48, 0.51, 0.49, 0.53};
    private static final double[] HIGH = {0.56, 0.55, 0.54, 0.58, 0.53, 0.57};
    private static final double[] SAME = {0.52, 0.49, 0.50, 0.50, 0.51, 0.51};

    private static TextTable table(StudyResults results) {
        return new StudyTables(results, results.statistics(), new StudyFolder(Path.of("out")))
                .scores()
                .get(0);
    }

    private static String summary(StudyResults results) {
        return new StudySummary(results, results.statistics()).text();
    }

    @Test
    void theBestIsBoldWhereTheTestSaysSo() {
        StudyResults results = StudySample.results(
                0.2,
                scores("random", "a", LOW),
                scores("dwm", "a", HIGH),
                scores("random", "b", LOW),
                scores("dwm", "b", SAME));
        TextTable table = table(results);
        assertEquals(
                List.of("masking", "seeds", "a (accuracy, 100 clips)", "b (accuracy, 100 clips)", "mean of tasks"),
                table.header());
        assertEquals(
                List.of("dwm", "6", "55.5 ± 2.0", "50.5 ± 1.1", "53.0 ± 1.1"),
                table.rows().get(1));
        assertEquals(
                List.of("better than all others", "", "dwm", "not distinguishable", "not distinguishable"),
                table.rows().get(2));
        assertEquals(
                List.of("untrained encoder", "", "20.0 ± 0.0", "20.0 ± 0.0", "20.0 ± 0.0"),
                table.rows().get(3));
        assertEquals(
                List.of("log-mel statistics", "", "20.0", "20.0", "20.0"),
                table.rows().get(4));
        assertEquals(List.of("guessing", "", "12.5", "12.5", "–"), table.rows().get(5));
        assertEquals(Set.of(new TextTable.Place(1, 2)), table.strong());
        String text = summary(results);
        assertTrue(
                text.contains("With mae, dwm is better than every other masking on a by the tests over seeds."), text);
        assertTrue(text.contains("With mae no masking is better than every other on b and mean of tasks:"), text);
        assertTrue(text.contains("All maskings of mae are above its untrained encoder on a and b"), text);
    }

    @Test
    void itIsSaidWhenNothingWasLearned() {
        String nothing = "No masking of mae is above its untrained encoder on any task";
        assertTrue(summary(StudySample.results(0.9, scores("random", "a", LOW), scores("dwm", "a", HIGH)))
                .contains(nothing));
        assertFalse(summary(StudySample.results(0.51, scores("random", "a", LOW), scores("dwm", "a", HIGH)))
                .contains(nothing));
        assertFalse(summary(StudySample.results(0.9, scores("random", "a", 0.5), scores("dwm", "a", 0.4)))
                .contains(nothing));
    }

    @Test
    void tooFewSeedsAreSaidSo() {
        StudyResults results =
                StudySample.results(0.2, scores("random", "a", 0.5, 0.5, 0.5), scores("dwm", "a", 0.9, 0.9, 0.9));
        assertEquals("too few seeds", table(results).rows().get(2).get(2));
        assertEquals(Set.of(), table(results).strong());
        String text = summary(results);
        assertTrue(text.contains("too few seeds to say which masking is better on a"), text);
        assertTrue(text.contains("a verdict among 2 maskings takes 6 seeds of each"), text);
        assertFalse(text.contains("is better than"), text);
    }

    @Test
    void whatIsMissingIsNamed() {
        StudyResults results = StudySample.results(0.2, scores("random", "a", 0.5, 0.6), scores("dwm", "a", 0.4));
        assertEquals("3 of 4 cells", results.progress());
        assertFalse(results.complete());
        assertEquals(List.of("dwm", "1 of 2", "40.0"), table(results).rows().get(1));
        assertTrue(summary(results).contains("3 of 4 cells are done; missing: mae-dwm-seed2."), summary(results));
        TextTable runs = new StudyTables(results, results.statistics(), new StudyFolder(Path.of("out"))).runs();
        assertEquals(
                List.of("mae-dwm-seed2", "missing", "runs/mae-dwm-seed2"),
                runs.rows().get(3));
    }

    /** An interval that reaches down to the untrained encoder's is no claim. */
    @Test
    void learningIsClaimedByIntervalsOnly() {
        StudyResults results = StudySample.results(0.2, scores("random", "a", 0.25, 0.6), scores("dwm", "a", 0.5, 0.5));
        assertFalse(summary(results).contains("untrained"), summary(results));
    }

    @Test
    void costsAreBesideThoseOfRandomMasking() {
        StepCost random = new StepCost(100, 1, 32, 1000, 5);
        StepCost dwm = new StepCost(110, 10, 32, 1100, 5);
        StudyCosts costs = new StudyCosts(List.of(
                new StudyCosts.Row(new Strategy("mae", "random"), Optional.of(random), OptionalDouble.of(50), 2, true),
                new StudyCosts.Row(new Strategy("mae", "dwm"), Optional.of(dwm), OptionalDouble.of(60), 2, false),
                new StudyCosts.Row(new Strategy("m2d", "dwm"), Optional.empty(), OptionalDouble.empty(), 0, false)));
        List<List<String>> rows = new CostTable(costs).table().rows();
        assertEquals(
                List.of("mae", "dwm", "313", "9.1 %", "110 ms (× 1.10)", "60 s (× 1.20)", "1100 MiB (× 1.10)"),
                rows.get(1));
        assertEquals(List.of("m2d", "dwm", "–", "–", "–", "–", "–"), rows.get(2));
    }

    @Test
    void aPlanAddsUp() {
        StudyConfig study = StudySample.read(StudySample.tree(3, "a"));
        StepCost cost = new StepCost(100, 1, 32, 1000, 1 << 20);
        Strategy random = new Strategy("mae", "random");
        Strategy dwm = new Strategy("mae", "dwm");
        StudyPlan plan = new StudyPlan(
                study, OptionalInt.of(640), Map.of(random, cost, dwm, cost), Map.of("mae", new TestingTime(30, 10)));
        assertEquals(
                List.of("mae", "dwm", "3", "1000", "32", "100", "1.0", "1000", "5 min"),
                new PlanText(plan).table().rows().get(1));
        String lines = String.join("\n", new PlanText(plan).lines());
        assertTrue(lines.contains("About 13 min on this machine: training 10 min, testing 3 min."), lines);
        assertTrue(
                lines.contains("a verdict takes 6 seeds of each, so the report will say \"too few seeds\" (3)"), lines);
    }
}
