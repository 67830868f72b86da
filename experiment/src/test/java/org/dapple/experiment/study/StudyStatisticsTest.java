package org.dapple.experiment.study;

import static org.dapple.experiment.study.StudySample.scores;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dapple.eval.statistics.Verdict;
import org.junit.jupiter.api.Test;

/** What may be said of made-up scores. */
class StudyStatisticsTest {
    private static final double[] LOW = {0.50, 0.52, 0.48, 0.51, 0.49, 0.53, 0.50};
    private static final double[] HIGH = {0.56, 0.55, 0.54, 0.58, 0.53, 0.57, 0.58};
    private static final double[] SHUFFLED = {0.52, 0.49, 0.50, 0.50, 0.51, 0.51, 0.52};

    private static double[] first(int count, double[] values) {
        return Arrays.copyOf(values, count);
    }

    @Test
    void aPlantedDifferenceIsFoundOverSixSeeds() {
        StudyStatistics found =
                StudyStatistics.of(List.of(scores("random", "a", first(6, LOW)), scores("dwm", "a", first(6, HIGH))));
        assertEquals(Optional.of(new Strategy("mae", "dwm")), found.best("mae", "a"));
        StrategyComparison pair = found.comparisons().get(0);
        assertEquals(Verdict.WORSE, pair.verdict());
        assertEquals(2.0 / 64, pair.adjusted(), 1e-12);
        assertEquals(Optional.empty(), found.undecided("mae", "a"));
    }

    @Test
    void threeSeedsAreTooFewHoweverLargeTheDifference() {
        StudyStatistics found =
                StudyStatistics.of(List.of(scores("random", "a", 0.1, 0.1, 0.1), scores("dwm", "a", 0.9, 0.9, 0.9)));
        assertEquals(Optional.empty(), found.best("mae", "a"));
        assertEquals(Optional.of(Verdict.TOO_FEW_SEEDS), found.undecided("mae", "a"));
        assertEquals(Optional.of(new Strategy("mae", "dwm")), found.highest("mae", "a"));
    }

    @Test
    void withoutADifferenceNothingIsDistinguishable() {
        StudyStatistics found = StudyStatistics.of(
                List.of(scores("random", "a", first(6, LOW)), scores("dwm", "a", first(6, SHUFFLED))));
        assertEquals(Optional.empty(), found.best("mae", "a"));
        assertEquals(Optional.of(Verdict.NOT_DISTINGUISHABLE), found.undecided("mae", "a"));
    }

    /** Among three comparisons six seeds cannot reach 0.05 after Holm's adjustment, seven can. */
    @Test
    void moreMaskingsTakeMoreSeeds() {
        for (int seeds : new int[] {6, 7}) {
            StudyStatistics found = StudyStatistics.of(List.of(
                    scores("random", "a", first(seeds, LOW)),
                    scores("inverse", "a", first(seeds, SHUFFLED)),
                    scores("dwm", "a", first(seeds, HIGH))));
            assertEquals(3, found.comparisons().size());
            assertEquals(7, found.comparisons().get(0).needed());
            assertEquals(seeds == 7, found.best("mae", "a").isPresent());
            assertEquals(
                    seeds == 7 ? Optional.empty() : Optional.of(Verdict.TOO_FEW_SEEDS), found.undecided("mae", "a"));
        }
    }

    @Test
    void seedsThatAreNeededFollowFromHolm() {
        assertEquals(6, StrategyComparison.seedsNeeded(1));
        assertEquals(7, StrategyComparison.seedsNeeded(3));
        assertEquals(10, StrategyComparison.seedsNeeded(15));
        for (int comparisons = 1; comparisons < 100; comparisons++) {
            int needed = StrategyComparison.seedsNeeded(comparisons);
            assertTrue(comparisons * Math.pow(2, 1 - needed) < 0.05);
            assertTrue(needed == 6 || comparisons * Math.pow(2, 2 - needed) >= 0.05);
        }
    }

    @Test
    void modelsAreComparedByThemselvesAndSeedsInPairs() {
        SeedScores other = new SeedScores(
                new Strategy("m2d", "random"), "a", scores("x", "a", 0.9, 0.9).bySeed());
        SeedScores late = scores("dwm", "a", 0.7, 0.8, 0.6);
        StudyStatistics found = StudyStatistics.of(List.of(scores("random", "a", 0.5, 0.6), late, other));
        assertEquals(1, found.comparisons().size());
        assertEquals(2, found.comparisons().get(0).test().seeds(), "the third seed has no partner");
        assertEquals(-0.2, found.comparisons().get(0).test().difference(), 1e-12);
    }

    @Test
    void theMeanOverTasksIsOfRunsThatHaveAll() {
        StudyStatistics found =
                StudyStatistics.of(List.of(scores("random", "a", 0.5, 0.6, 0.7), scores("random", "b", 0.1, 0.2)));
        assertEquals(List.of("a", "b", StudyStatistics.MEAN), found.tasks());
        SeedScores mean =
                found.score(new Strategy("mae", "random"), StudyStatistics.MEAN).orElseThrow();
        assertEquals(2, mean.bySeed().size());
        assertEquals(0.3, mean.bySeed().get(1L), 1e-12);
        assertEquals(0.4, mean.bySeed().get(2L), 1e-12);
    }
}
