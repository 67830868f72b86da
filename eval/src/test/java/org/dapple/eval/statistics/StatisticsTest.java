package org.dapple.eval.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that are known. */
class StatisticsTest {
    @Test
    void clipsOfOneSourceAreAddedUp() {
        Clusters clusters = Clusters.of(new double[] {1, 2, 3, 4, 5}, Arrays.asList("a", null, "b", "a", null));
        assertArrayEquals(new double[] {5, 2, 3, 5}, clusters.sums());
        assertArrayEquals(new int[] {2, 1, 1, 1}, clusters.sizes());
        assertEquals(3, clusters.mean());
        assertThrows(IllegalArgumentException.class, () -> Clusters.of(new double[1], List.of()));
    }

    private static Interval mean(double[] values, List<String> sources) {
        return new Jackknife(false, true).of(sources, weights -> {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += weights[i] * values[i];
            }
            return sum / Arrays.stream(weights).sum();
        });
    }

    /** For a share of 0.5 of 400 independent clips: the logit of 0.5 ± t(399) · √(0.25 / 399) / 0.25. */
    @Test
    void theIntervalOfIndependentClipsIsStudents() {
        double[] values = new double[400];
        Arrays.fill(values, 0, 200, 1);
        Interval interval = mean(values, Arrays.asList(new String[400]));
        double half = 1.965927 * Math.sqrt(0.25 / 399) / 0.25;
        assertEquals(0.5, interval.mean());
        assertEquals(1 / (1 + Math.exp(half)), interval.low(), 1e-6);
        assertEquals(1 / (1 + Math.exp(-half)), interval.high(), 1e-6);
        assertEquals(Interval.Kind.OVER_CLIPS, interval.kind());
    }

    /** Ten equal clips of each source tell no more than one of them. */
    @Test
    void repeatedClipsDoNotNarrowTheInterval() {
        double[] once = {1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0};
        double[] often = new double[120];
        String[] sources = new String[120];
        for (int i = 0; i < 120; i++) {
            often[i] = once[i % 12];
            sources[i] = "s" + i % 12;
        }
        Interval few = mean(once, Arrays.asList(new String[12]));
        Interval many = mean(often, Arrays.asList(sources));
        assertEquals(few.low(), many.low(), 1e-12);
        assertEquals(few.high(), many.high(), 1e-12);
        assertEquals(Interval.Kind.OVER_SOURCES, many.kind());
    }

    @Test
    void whereNothingCanBeSaidThereIsNoInterval() {
        List<String> five = List.of("a", "b", "c", "d", "e", "a");
        assertEquals(Interval.none(0.5, Interval.Kind.FEW_SOURCES), mean(new double[] {1, 0, 1, 0, 1, 0}, five));
        List<String> six = List.of("a", "b", "c", "d", "e", "f");
        assertEquals(Interval.none(1, Interval.Kind.ALL_ALIKE), mean(new double[] {1, 1, 1, 1, 1, 1}, six));
        assertTrue(mean(new double[] {1, 0, 1, 0, 1, 1}, six).known());
    }

    /** All 2⁶ swaps of six clips: as far from 0 as all that are right on one side are two. */
    @Test
    void scoreSwapsAreExactWhereTheyCanBe() {
        List<String> six = List.of("a", "b", "c", "d", "e", "f");
        ScoreSwaps swaps = ScoreSwaps.standard();
        assertEquals(2 / 64.0, swaps.pValue(six, StatisticsTest::signs));
        assertEquals(2 / 8.0, swaps.pValue(List.of("a", "b", "c", "a", "b", "c"), StatisticsTest::signs));
        assertEquals(1, swaps.pValue(List.of("a"), StatisticsTest::signs));
        assertEquals(1, swaps.pValue(six, swapped -> 0));
        String[] alone = new String[30];
        assertTrue(swaps.pValue(Arrays.asList(alone), StatisticsTest::signs) < 0.001);
        assertEquals(1, swaps.pValue(Arrays.asList(alone), swapped -> 0.5));
    }

    private static double signs(boolean[] swapped) {
        double sum = 0;
        for (boolean one : swapped) {
            sum += one ? -1 : 1;
        }
        return sum;
    }

    @Test
    void studentsInterval() {
        Interval interval = StudentInterval.of(0.71, 0.74, 0.77); // s = 0.03, t(2) = 4.3027
        assertEquals(0.74, interval.mean(), 1e-12);
        assertEquals(0.74 - 4.302653 * 0.03 / Math.sqrt(3), interval.low(), 1e-6);
        assertEquals(0.74 + 4.302653 * 0.03 / Math.sqrt(3), interval.high(), 1e-6);
        assertEquals(1, StudentInterval.of(0.9, 0.98, 1).high(), "no score is higher");
        assertEquals(0, StudentInterval.of(0, 0.1).low());
        assertEquals(Interval.Kind.ONE_RUN, StudentInterval.of(0.5).kind());
        assertEquals(Interval.Kind.EQUAL_RUNS, StudentInterval.of(0.5, 0.5, 0.5).kind());
    }

    @Test
    void signFlipsAreExactWhereTheyCanBe() {
        SignFlips flips = SignFlips.standard();
        assertEquals(2 / 64.0, flips.pValue(Clusters.independent(new double[] {1, 2, 3, 4, 5, 6})));
        assertEquals(1, flips.pValue(Clusters.independent(new double[] {1, -1})));
        assertEquals(1, flips.pValue(Clusters.independent(new double[] {0, 0, 0})));
        // Sums of +-1, +-2, +-3 at least as far as 4: 6, 4, -4, -6.
        assertEquals(0.5, flips.pValue(Clusters.independent(new double[] {-1, 2, 3})));
    }

    @Test
    void drawnSignFlipsAreNearTheExactOnes() {
        double[] differences = new double[40];
        Arrays.fill(differences, 0, 27, 1);
        Arrays.fill(differences, 27, 40, -1);
        // Two-sided binomial: P(at least 27 of 40) twice.
        assertEquals(0.0385, new SignFlips(99_999, 2).pValue(Clusters.independent(differences)), 0.003);
        assertEquals(0.0385, McNemar.pValue(27, 13), 0.0005);
    }

    @Test
    void mcNemarIsTheBinomialTest() {
        assertEquals(2 * 11 / 1024.0, McNemar.pValue(9, 1), 1e-12);
        assertEquals(1, McNemar.pValue(5, 5));
        assertEquals(1, McNemar.pValue(0, 0));
        assertEquals(McNemar.pValue(3, 12), McNemar.pValue(12, 3));
    }

    @Test
    void holmAdjustsInOrder() {
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, Holm.adjusted(0.01, 0.04, 0.03, 0.005), 1e-12);
        assertArrayEquals(new double[] {1, 1}, Holm.adjusted(0.7, 0.8));
        assertArrayEquals(new double[] {}, Holm.adjusted());
    }

    @Test
    void fewerThanSixSeedsClaimNothing() {
        SeedTest few = SeedTest.of(new double[] {9, 9, 9, 9, 9}, new double[] {1, 1, 1, 1, 1});
        assertEquals(Verdict.TOO_FEW_SEEDS, few.verdict());
        assertEquals("too few seeds", few.verdict().toString());
        SeedTest six = SeedTest.of(new double[] {9, 9, 9, 9, 9, 9}, new double[] {1, 2, 3, 1, 1, 1});
        assertEquals(2 / 64.0, six.pValue());
        assertEquals(Verdict.BETTER, six.verdict());
        assertEquals(
                Verdict.WORSE,
                SeedTest.of(new double[6], new double[] {1, 2, 3, 1, 1, 1}).verdict());
        SeedTest mixed = SeedTest.of(new double[] {1, 2, 1, 2, 1, 2}, new double[] {2, 1, 2, 1, 2, 1});
        assertEquals(Verdict.NOT_DISTINGUISHABLE, mixed.verdict());
        assertThrows(IllegalArgumentException.class, () -> SeedTest.of(new double[2], new double[3]));
    }

    @Test
    void differencesThatCancelOutAreZero() {
        SeedTest test = SeedTest.of(new double[] {0.1, 0.2, 0.4}, new double[] {0.4, 0.1, 0.2});
        assertEquals(0, test.difference(), 0);
    }

    @Test
    void verdictsNeedProbability() {
        assertEquals(Verdict.NOT_DISTINGUISHABLE, Verdict.of(3, 0.05));
        assertEquals(Verdict.BETTER, Verdict.of(3, 0.049));
        assertEquals(Verdict.NOT_DISTINGUISHABLE, Verdict.of(3, Double.NaN));
        assertEquals(Verdict.NOT_DISTINGUISHABLE, Verdict.of(0, 0.001));
    }

    @Test
    void equalScoresShareRanks() {
        assertArrayEquals(new double[] {1, 2.5, 2.5}, MeanRank.of(new double[][] {{0.9, 0.4, 0.4}}));
        assertArrayEquals(new double[] {1.5, 1.5}, MeanRank.of(new double[][] {{1, 2}, {2, 1}}));
    }
}
