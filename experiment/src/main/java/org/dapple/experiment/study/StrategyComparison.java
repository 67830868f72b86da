package org.dapple.experiment.study;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.dapple.eval.statistics.Holm;
import org.dapple.eval.statistics.SeedTest;
import org.dapple.eval.statistics.Verdict;

/**
 * Two strategies of one model compared on one task over the seeds that both have. Each seed is a pair: its two runs
 * began with the same weights and saw the same crops in the same order.
 *
 * @param task what they were tested on
 * @param first one strategy
 * @param second the other
 * @param test the comparison by itself
 * @param adjusted its p-value, adjusted by Holm's method over all comparisons of this model on this task
 * @param needed with fewer seeds, no scores can give a verdict among this number of comparisons
 */
public record StrategyComparison(
        String task, Strategy first, Strategy second, SeedTest test, double adjusted, int needed) {
    private static final double LEVEL = 0.05;

    /** {@return the verdict} */
    public Verdict verdict() {
        return test.seeds() < needed ? Verdict.TOO_FEW_SEEDS : Verdict.of(test.difference(), adjusted);
    }

    /** {@return whether there is a p-value; with fewer than six seeds none could be small} */
    public boolean isTested() {
        return test.seeds() >= SeedTest.FEWEST_SEEDS;
    }

    /** All pairs of strategies of one model on one task. */
    static List<StrategyComparison> all(List<SeedScores> scores) {
        List<SeedTest> tests = new ArrayList<>();
        List<SeedScores[]> pairs = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            for (int j = i + 1; j < scores.size(); j++) {
                TreeSet<Long> common = new TreeSet<>(scores.get(i).bySeed().keySet());
                common.retainAll(scores.get(j).bySeed().keySet());
                if (!common.isEmpty()) {
                    tests.add(SeedTest.of(of(scores.get(i), common), of(scores.get(j), common)));
                    pairs.add(new SeedScores[] {scores.get(i), scores.get(j)});
                }
            }
        }
        double[] adjusted =
                Holm.adjusted(tests.stream().mapToDouble(SeedTest::pValue).toArray());
        List<StrategyComparison> all = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            all.add(new StrategyComparison(
                    pairs.get(i)[0].task(),
                    pairs.get(i)[0].strategy(),
                    pairs.get(i)[1].strategy(),
                    tests.get(i),
                    adjusted[i],
                    seedsNeeded(tests.size())));
        }
        return all;
    }

    private static double[] of(SeedScores scores, TreeSet<Long> seeds) {
        return seeds.stream()
                .mapToDouble(seed -> scores.bySeed().getOrDefault(seed, Double.NaN))
                .toArray();
    }

    /**
     * The fewest seeds with which a comparison can give a verdict: the smallest p-value of n differences is 2 / 2ⁿ, and
     * Holm's method multiplies the smallest of m by m.
     *
     * @param comparisons m
     * @return n
     */
    public static int seedsNeeded(int comparisons) {
        int seeds = SeedTest.FEWEST_SEEDS;
        while (comparisons * 2 / Math.pow(2, seeds) >= LEVEL) {
            seeds++;
        }
        return seeds;
    }
}
