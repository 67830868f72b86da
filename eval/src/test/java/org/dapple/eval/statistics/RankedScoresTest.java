package org.dapple.eval.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dapple.data.task.RankingMetrics;
import org.junit.jupiter.api.Test;

class RankedScoresTest {
    private static final int CLIPS = 60;
    private static final int CLASSES = 4;
    private final SplittableRandom random = new SplittableRandom(3);
    private final float[] targets = new float[CLIPS * CLASSES];
    private final float[] scores = new float[CLIPS * CLASSES];

    /** Few different scores, so that many are equal; the last class never occurs. */
    private void draw(double signal) {
        for (int i = 0; i < targets.length; i++) {
            targets[i] = i % CLASSES < 3 && random.nextInt(4) == 0 ? 1 : 0;
            scores[i] = Math.round(3 * (random.nextDouble() + signal * targets[i]));
        }
    }

    private static RankedScores ranked(float[] targets, float[] scores) {
        return RankedScores.of(
                targets, scores, CLASSES, IntStream.range(0, CLIPS).toArray());
    }

    private static int[] once() {
        int[] weights = new int[CLIPS];
        Arrays.fill(weights, 1);
        return weights;
    }

    @Test
    void withWeightsOfOneItIsTheMeanAveragePrecision() {
        draw(0.3);
        assertEquals(
                RankingMetrics.meanAveragePrecision(targets, scores, CLASSES),
                ranked(targets, scores).meanAveragePrecision(once()),
                1e-12);
    }

    /** A clip of weight two is the same as two such clips; one of weight zero is not there. */
    @Test
    void weightsAreRepetitions() {
        draw(0.3);
        int[] weights = IntStream.range(0, CLIPS).map(clip -> clip % 3).toArray();
        int[] repeated = IntStream.range(0, CLIPS)
                .flatMap(clip -> IntStream.generate(() -> clip).limit(weights[clip]))
                .toArray();
        float[] moreTargets = new float[repeated.length * CLASSES];
        float[] moreScores = new float[repeated.length * CLASSES];
        for (int i = 0; i < repeated.length; i++) {
            System.arraycopy(targets, repeated[i] * CLASSES, moreTargets, i * CLASSES, CLASSES);
            System.arraycopy(scores, repeated[i] * CLASSES, moreScores, i * CLASSES, CLASSES);
        }
        assertEquals(
                RankingMetrics.meanAveragePrecision(moreTargets, moreScores, CLASSES),
                ranked(targets, scores).meanAveragePrecision(weights),
                1e-12);
    }

    /** As it is, the other way round, and with some clips swapped: the difference of what then is scored. */
    @Test
    void swappedScoresAreScoredAsTheyAre() {
        draw(0.3);
        float[] other = scores.clone();
        draw(0.6);
        int[] members = IntStream.range(0, CLIPS).toArray();
        RankedPair pair = RankedPair.of(targets, scores, other, CLASSES, members);
        double mine = ranked(targets, scores).meanAveragePrecision(once());
        double its = ranked(targets, other).meanAveragePrecision(once());
        boolean[] swapped = new boolean[CLIPS];
        assertEquals(mine - its, pair.difference(swapped), 1e-12);
        Arrays.fill(swapped, true);
        assertEquals(its - mine, pair.difference(swapped), 1e-12);
        RankedPair scaled = RankedPair.of(targets, scores, times(other, 1000), CLASSES, members);
        for (int clip = 0; clip < CLIPS; clip += 2) {
            swapped[clip] = false;
        }
        assertEquals(pair.difference(swapped), scaled.difference(swapped), 1e-12, "ranks, not scores");
    }

    private static float[] times(float[] values, float factor) {
        float[] products = values.clone();
        for (int i = 0; i < products.length; i++) {
            products[i] *= factor;
        }
        return products;
    }

    /** A large difference is found, and only members of the fold count. */
    @Test
    void differencesAreFound() {
        draw(0);
        float[] nothing = scores.clone();
        for (int at = 0; at < scores.length; at++) {
            scores[at] = (float) (random.nextDouble() + targets[at]);
        }
        int[] members = IntStream.range(0, CLIPS).toArray();
        RankedPair pair = RankedPair.of(targets, scores, nothing, CLASSES, members);
        List<String> sources = Arrays.asList(new String[CLIPS]);
        assertTrue(ScoreSwaps.standard().pValue(sources, pair::difference) < 0.01);
        RankedPair few = RankedPair.of(targets, scores, nothing, CLASSES, 0, 1, 2);
        assertEquals(
                RankedScores.of(targets, scores, CLASSES, 0, 1, 2).meanAveragePrecision(once())
                        - RankedScores.of(targets, nothing, CLASSES, 0, 1, 2).meanAveragePrecision(once()),
                few.difference(new boolean[CLIPS]),
                1e-12);
    }
}
