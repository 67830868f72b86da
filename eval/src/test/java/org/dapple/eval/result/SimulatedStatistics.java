package org.dapple.eval.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.dapple.eval.comparison.Comparison;
import org.dapple.eval.comparison.PairedResult;
import org.dapple.eval.result.SimulatedPredictions.Labelled;
import org.dapple.eval.result.SimulatedPredictions.Ranked;
import org.dapple.eval.statistics.Holm;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.SeedTest;
import org.dapple.eval.statistics.StudentInterval;
import org.dapple.eval.statistics.Verdict;

/**
 * How often intervals cover the truth and tests claim what is not so, in simulations whose truth is known. Everything
 * goes the way of what is printed: predictions, {@link TaskResult#overClips}, {@link Comparison}, {@link PairedResult}.
 *
 * @param rounds of each simulation
 */
record SimulatedStatistics(int rounds) {
    private static final double FEWEST_PRINTED = 0.05;

    /**
     * What came out of one simulation.
     *
     * @param table that it belongs to
     * @param what was simulated
     * @param sources of the clips; seeds for runs
     * @param printed in how many rounds there was an interval, or a verdict was possible
     * @param hits of these that covered the truth; or rounds with a false claim
     * @param rounds all
     */
    record Row(String table, String what, int sources, int printed, int hits, int rounds) {
        /** Share of the intervals that were printed, or of the comparisons that were made. */
        double share() {
            return (double) hits / (claims() ? rounds : printed);
        }

        boolean claims() {
            return table.startsWith("false claims");
        }

        /** Whether nothing is ever printed, but for a chance that is smaller than one in twenty. */
        boolean silent() {
            return printed < FEWEST_PRINTED * rounds;
        }

        /** Three standard errors of the simulated share. */
        double error() {
            double nominal = claims() ? 0.05 : 0.93;
            return 3 * Math.sqrt(nominal * (1 - nominal) / Math.max(1, claims() ? rounds : printed));
        }

        /** Within 93 to 97 per cent, or at most five, give or take the error of the simulation. */
        boolean holds() {
            return claims() ? share() <= 0.05 + error() : silent() || between();
        }

        private boolean between() {
            return share() >= 0.93 - error() && (share() <= 0.97 + error() || table.contains("hard"));
        }

        Object[] cells() {
            return new Object[] {
                table,
                what,
                sources,
                rounds,
                claims() ? 0.05 : 0.95,
                printed,
                silent() && !claims() ? "" : String.format(Locale.ROOT, "%.4f", share()),
                String.format(Locale.ROOT, "%.4f", error()),
                holds() ? 1 : 0
            };
        }
    }

    /** Intervals of accuracies. */
    Row accuracy(String table, Labelled set, int runs) {
        SimulatedPredictions simulated = new SimulatedPredictions(set.hashCode() + runs);
        List<Interval> found = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<ProbeResult> results = simulated.labelled(set, 1, runs).get(0);
            found.add(new TaskResult("e", "t", results, List.of()).overClips());
        }
        String what = String.format(
                Locale.ROOT,
                "accuracy %.2f, %s%d clips of a source, ICC %.2f, %d run%s",
                set.accuracy(),
                set.uneven() ? "about " : "",
                set.clips(),
                set.together(),
                runs,
                runs == 1 ? "" : "s");
        return covered(table, what, set.sources(), found, set.accuracy());
    }

    private Row covered(String table, String what, int sources, List<Interval> found, double truth) {
        List<Interval> printed = found.stream().filter(Interval::known).toList();
        long hits = printed.stream()
                .filter(interval -> interval.low() <= truth && truth <= interval.high())
                .count();
        return new Row(table, what, sources, printed.size(), (int) hits, found.size());
    }

    /** Intervals of mean average precisions: for test sets of the same size, and for endlessly many clips. */
    List<Row> ranked(String name, Ranked set, int runs) {
        SimulatedPredictions simulated = new SimulatedPredictions(set.hashCode() + runs);
        List<Interval> found = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<ProbeResult> results = simulated.ranked(set, 1, runs, 0).get(0);
            found.add(new TaskResult("e", "t", results, List.of()).overClips());
        }
        double same = found.stream().mapToDouble(Interval::mean).average().orElseThrow();
        String what = name + (runs == 1 ? "" : ", " + runs + " runs");
        return List.of(
                covered("mean average precision, test sets of this size", what, set.sources(), found, same),
                covered(
                        "mean average precision, endlessly many clips",
                        what,
                        set.sources(),
                        found,
                        endless(set, runs)));
    }

    /** The mean over the labels of ∫ precision d recall. */
    private static double endless(Ranked set, int runs) {
        double sum = 0;
        for (int label = 0; label < set.labels(); label++) {
            double share = set.falling() ? 4 * set.share() * Math.pow(0.8, label) : set.share();
            sum += averagePrecision(share, set.signal() / (runs == 1 ? 1 : Math.hypot(1, 0.3)));
        }
        return sum / set.labels();
    }

    private static double averagePrecision(double share, double signal) {
        NormalDistribution normal = new NormalDistribution();
        double step = 1e-3;
        double sum = 0;
        for (double threshold = -8; threshold < 8 + signal; threshold += step) {
            double positive = share * normal.cumulativeProbability(signal - threshold);
            double negative = (1 - share) * normal.cumulativeProbability(-threshold);
            sum += step * normal.density(threshold - signal) * positive / Math.max(1e-300, positive + negative);
        }
        return sum;
    }

    /** Comparisons of equally good encoders. */
    Row claims(String what, int sources, Supplier<List<List<ProbeResult>>> simulated) {
        int possible = 0;
        int claims = 0;
        for (int round = 0; round < rounds; round++) {
            List<List<ProbeResult>> two = simulated.get();
            Comparison comparison = Comparison.of(two.get(0), two.get(1));
            Verdict verdict = comparison.verdict(comparison.pValue());
            possible += verdict == Verdict.TOO_FEW_SOURCES ? 0 : 1;
            claims += claim(verdict) ? 1 : 0;
        }
        return new Row("false claims, two encoders", what, sources, possible, claims, rounds);
    }

    private static boolean claim(Verdict verdict) {
        return verdict == Verdict.BETTER || verdict == Verdict.WORSE;
    }

    /** Intervals of the difference of two equally good encoders. */
    Row differences(String what, int sources, Supplier<List<List<ProbeResult>>> simulated) {
        List<Interval> found = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<List<ProbeResult>> two = simulated.get();
            TestedClips mine = TestedClips.of(two.get(0));
            found.add(mine.difference(TestedClips.of(two.get(1))));
        }
        return covered("differences", what, sources, found, 0);
    }

    /** Four tasks with two equally good encoders: any claim is one. */
    Row family(String what, int sources, IntFunction<List<List<ProbeResult>>> simulated) {
        int possible = 0;
        int claims = 0;
        for (int round = 0; round < rounds; round++) {
            List<TaskResult> results = new ArrayList<>();
            for (int task = 0; task < 4; task++) {
                List<List<ProbeResult>> two = simulated.apply(task);
                results.add(new TaskResult("first", "task" + task, two.get(0), List.of()));
                results.add(new TaskResult("second", "task" + task, two.get(1), List.of()));
            }
            List<PairedResult> pairs = PairedResult.all(results);
            possible += pairs.stream().anyMatch(pair -> pair.verdict() != Verdict.TOO_FEW_SOURCES) ? 1 : 0;
            claims += pairs.stream().anyMatch(pair -> claim(pair.verdict())) ? 1 : 0;
        }
        return new Row("false claims, four tasks by Holm", what, sources, possible, claims, rounds);
    }

    /** Two ways of training, equally good, with so many seeds; scores of 200 clips are multiples of 1 / 200. */
    Row seeds(int seeds, int comparisons) {
        SplittableRandom random = new SplittableRandom(seeds + 100L * comparisons);
        int possible = 0;
        int claims = 0;
        for (int round = 0; round < rounds; round++) {
            SeedTest[] tests = new SeedTest[comparisons];
            for (int i = 0; i < comparisons; i++) {
                tests[i] = SeedTest.of(scores(random, seeds), scores(random, seeds));
            }
            double[] adjusted = Holm.adjusted(
                    Arrays.stream(tests).mapToDouble(SeedTest::pValue).toArray());
            boolean claim = false;
            for (int i = 0; i < comparisons; i++) {
                claim |= tests[i].verdict() != Verdict.TOO_FEW_SEEDS
                        && claim(Verdict.of(tests[i].difference(), adjusted[i]));
            }
            possible += seeds < SeedTest.FEWEST_SEEDS ? 0 : 1;
            claims += claim ? 1 : 0;
        }
        String what = comparisons == 1 ? "two maskings" : comparisons + " comparisons by Holm";
        return new Row("false claims, pre-training seeds", what, seeds, possible, claims, rounds);
    }

    private static double[] scores(SplittableRandom random, int seeds) {
        return random.doubles(seeds)
                .map(unused -> Math.round(200 * (0.7 + 0.02 * random.nextGaussian())) / 200.0)
                .toArray();
    }

    /** A study says that a masking learned where the intervals over seeds do not overlap. */
    Row apart(int seeds, int tasks) {
        SplittableRandom random = new SplittableRandom(7L * seeds + tasks);
        int possible = 0;
        int claims = 0;
        for (int round = 0; round < rounds; round++) {
            boolean claim = false;
            boolean known = false;
            for (int task = 0; task < tasks; task++) {
                Interval before = StudentInterval.of(scores(random, seeds));
                Interval after = StudentInterval.of(scores(random, seeds));
                known |= before.known() && after.known();
                claim |= before.known() && after.known() && after.low() > before.high();
            }
            possible += known ? 1 : 0;
            claims += claim ? 1 : 0;
        }
        return new Row(
                "false claims, intervals over seeds do not overlap",
                "one masking, " + tasks + " tasks",
                seeds,
                possible,
                claims,
                rounds);
    }

    /** Intervals of the mean of runs. */
    Row runs(int seeds) {
        SplittableRandom random = new SplittableRandom(seeds);
        List<Interval> found = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            found.add(StudentInterval.of(scores(random, seeds)));
        }
        return covered("mean of runs", "scores of 200 clips, deviation 0.02", seeds, found, 0.7);
    }
}
