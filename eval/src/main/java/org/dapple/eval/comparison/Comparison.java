package org.dapple.eval.comparison;

import java.util.List;
import java.util.OptionalDouble;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.TestedClips;
import org.dapple.eval.statistics.Clusters;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.Jackknife;
import org.dapple.eval.statistics.McNemar;
import org.dapple.eval.statistics.RankedPair;
import org.dapple.eval.statistics.ScoreSwaps;
import org.dapple.eval.statistics.SignFlips;
import org.dapple.eval.statistics.Verdict;

/**
 * Compares two encoders on the same test clips. The comparison covers the choice of clips (of their sources, where
 * these are known), not the seeds of pre-training: to say that one way of training is better than another takes several
 * runs of each.
 *
 * @param difference the first encoder's score minus the second's, with its interval
 * @param pValue two-sided
 * @param test how the p-value was found
 * @param mcNemar the p-value of McNemar's test on the first run of each encoder; empty unless every clip is a source of
 *     its own and has one label
 * @param clips number of clips that both encoders predicted
 * @param sources number of sources of these clips
 */
public record Comparison(
        Interval difference, double pValue, Test test, OptionalDouble mcNemar, int clips, int sources) {
    /**
     * With fewer sources, neither sign flips nor swaps can give a p-value below 0.05: with five the smallest is 2 / 2⁵.
     */
    private static final int FEWEST_SOURCES = Jackknife.FEWEST_SOURCES;

    /** The test that gives the p-value. */
    public enum Test {
        /** {@link McNemar}: one run of each encoder, independent clips. */
        MC_NEMAR("McNemar"),
        /** {@link SignFlips} of clips; each clip counts with its mean over the runs of the probe. */
        CLIP_FLIPS("sign flips of clips"),
        /** {@link SignFlips} of sources, because clips of one source are not independent. */
        SOURCE_FLIPS("sign flips of sources"),
        /** {@link ScoreSwaps} of clips, for the mean average precision, which is not a mean over clips. */
        CLIP_SWAPS("swaps of clips"),
        /** {@link ScoreSwaps} of sources. */
        SOURCE_SWAPS("swaps of sources");

        private final String words;

        Test(String words) {
            this.words = words;
        }

        /** {@return the name in tables} */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Compares one run of each.
     *
     * @param first run of the first encoder
     * @param second run of the second encoder, on the same clips in any order
     * @return the comparison
     * @throws ConfigurationException with the key {@code predictions} if the runs have different clips
     */
    public static Comparison of(ProbeResult first, ProbeResult second) {
        return of(List.of(first), List.of(second));
    }

    /**
     * Compares several runs of each encoder; each clip counts with its mean over the runs.
     *
     * @param first runs of the first encoder
     * @param second runs of the second encoder, on the same clips
     * @return the comparison
     * @throws ConfigurationException with the key {@code predictions} if the runs have different clips
     */
    public static Comparison of(List<ProbeResult> first, List<ProbeResult> second) {
        TestedClips mine = TestedClips.of(first);
        TestedClips its = TestedClips.inOrder(second, mine.names());
        return mine.areRanked() ? ofRankings(mine, its) : ofAccuracies(mine, its);
    }

    private static Comparison ofAccuracies(TestedClips mine, TestedClips its) {
        double[] differences = mine.differences(its);
        Clusters clusters = Clusters.of(differences, mine.sources());
        boolean independent = clusters.count() == differences.length;
        OptionalDouble mcNemar = independent ? OptionalDouble.of(mcNemar(mine, its)) : OptionalDouble.empty();
        boolean single = independent && mine.runs().size() == 1 && its.runs().size() == 1 && mine.evenFolds();
        return new Comparison(
                mine.difference(its),
                single ? mcNemar.getAsDouble() : SignFlips.standard().pValue(clusters),
                single ? Test.MC_NEMAR : independent ? Test.CLIP_FLIPS : Test.SOURCE_FLIPS,
                mcNemar,
                differences.length,
                clusters.count());
    }

    private static double mcNemar(TestedClips first, TestedClips second) {
        double[] mine = first.runs().get(0).correct();
        double[] its = second.runs().get(0).correct();
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int clip = 0; clip < mine.length; clip++) {
            onlyFirst += mine[clip] > its[clip] ? 1 : 0;
            onlySecond += mine[clip] < its[clip] ? 1 : 0;
        }
        return McNemar.pValue(onlyFirst, onlySecond);
    }

    private static Comparison ofRankings(TestedClips mine, TestedClips its) {
        List<RankedPair> pairs = mine.pairs(its);
        int clips = mine.names().size();
        int sources = Clusters.of(new double[clips], mine.sources()).count();
        return new Comparison(
                mine.difference(its),
                ScoreSwaps.standard().pValue(mine.sources(), swapped -> difference(pairs, swapped)),
                sources == clips ? Test.CLIP_SWAPS : Test.SOURCE_SWAPS,
                OptionalDouble.empty(),
                clips,
                sources);
    }

    private static double difference(List<RankedPair> pairs, boolean[] swapped) {
        return pairs.stream().mapToDouble(pair -> pair.difference(swapped)).sum() / pairs.size();
    }

    /**
     * Interprets a p-value.
     *
     * @param adjusted the p-value, adjusted if there are several comparisons
     * @return a claim only below 0.05 and with enough sources
     */
    public Verdict verdict(double adjusted) {
        return sources < FEWEST_SOURCES ? Verdict.TOO_FEW_SOURCES : Verdict.of(difference.mean(), adjusted);
    }
}
