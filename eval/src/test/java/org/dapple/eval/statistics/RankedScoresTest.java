package org.dapple.eval.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dapple.core.RankingMetrics;
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
                RankedScores.of(targets, scores, CLASSES).meanAveragePrecision(once()),
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
                RankedScores.of(targets, scores, CLASSES).meanAveragePrecision(weights),
                1e-12);
    }

    /** Two rankings that know equally little of each other's clips: no more false claims than announced. */
    @Test
    void theBootstrapOfADifferenceKeepsItsWord() {
        int claims = 0;
        int found = 0;
        int comparisons = 400;
        for (int i = 0; i < comparisons; i++) {
            draw(0.2);
            RankedScores first = RankedScores.of(targets, scores, CLASSES);
            for (int at = 0; at < scores.length; at++) {
                scores[at] = Math.round(3 * (random.nextDouble() + 0.2 * targets[at]));
            }
            claims += pValue(first, RankedScores.of(targets, scores, CLASSES)) < 0.05 ? 1 : 0;
            for (int at = 0; at < scores.length; at++) {
                scores[at] = Math.round(3 * (random.nextDouble() + 1.2 * targets[at]));
            }
            found += pValue(first, RankedScores.of(targets, scores, CLASSES)) < 0.05 ? 1 : 0;
        }
        double most = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / comparisons);
        assertTrue((double) claims / comparisons <= most, claims + " false claims");
        assertTrue((double) found / comparisons > 0.9, found + " of " + comparisons + " differences found");
    }

    private static double pValue(RankedScores first, RankedScores second) {
        List<String> sources = Arrays.asList(new String[CLIPS]);
        return new Bootstrap(200, 1)
                .of(sources, weights -> first.meanAveragePrecision(weights) - second.meanAveragePrecision(weights))
                .pValue();
    }
}
