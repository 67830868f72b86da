package org.dapple.eval.statistics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Simulated comparisons: where there is no difference, at most one in twenty is a claim; where there is one, most are.
 */
class FalseClaimsTest {
    private static final int COMPARISONS = 2000;
    private static final int SOURCES = 30;
    private static final int CLIPS_PER_SOURCE = 6;
    /** 0.05 and three standard errors of a share of 2000. */
    private static final double MOST = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / COMPARISONS);

    private final SplittableRandom random = new SplittableRandom(17);

    /** Whether two encoders are right on each clip; how hard a clip is for either depends on its source. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Trial(double[] differences, List<String> sources, int onlyFirst, int onlySecond) {}

    /**
     * Simulates.
     *
     * @param advantage of the first encoder
     * @param together how much an encoder's luck is that of the whole source, 0 to 1
     */
    private Trial trial(double advantage, double together) {
        double[] differences = new double[SOURCES * CLIPS_PER_SOURCE];
        List<String> sources = new ArrayList<>();
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int source = 0; source < SOURCES; source++) {
            double ofFirst = random.nextDouble();
            double ofSecond = random.nextDouble();
            for (int clip = 0; clip < CLIPS_PER_SOURCE; clip++) {
                boolean first = luck(ofFirst, together) < 0.6 + advantage;
                boolean second = luck(ofSecond, together) < 0.6;
                differences[sources.size()] = (first ? 1 : 0) - (second ? 1 : 0);
                onlyFirst += first && !second ? 1 : 0;
                onlySecond += second && !first ? 1 : 0;
                sources.add("source" + source);
            }
        }
        return new Trial(differences, sources, onlyFirst, onlySecond);
    }

    private double luck(double ofSource, double together) {
        return random.nextDouble() < together ? ofSource : random.nextDouble();
    }

    private double clusteredClaims(double advantage, double together, int comparisons) {
        int claims = 0;
        for (int i = 0; i < comparisons; i++) {
            Trial trial = trial(advantage, together);
            Clusters clusters = Clusters.of(trial.differences, trial.sources);
            claims += new SignFlips(399, i).pValue(clusters) < 0.05 ? 1 : 0;
        }
        return (double) claims / comparisons;
    }

    @Test
    void clusteredSignFlipsKeepTheirWord() {
        double share = clusteredClaims(0, 0.7, COMPARISONS);
        assertTrue(share <= MOST, share + " false claims");
        assertTrue(share > 0.02, share + " is so few that the test cannot find much");
        double power = clusteredClaims(0.25, 0.7, 300);
        assertTrue(power > 0.6, power + " of true differences found");
    }

    @Test
    void mcNemarKeepsItsWordForIndependentClipsOnly() {
        int independent = 0;
        int clustered = 0;
        for (int i = 0; i < COMPARISONS; i++) {
            Trial alone = trial(0, 0);
            independent += McNemar.pValue(alone.onlyFirst, alone.onlySecond) < 0.05 ? 1 : 0;
            Trial together = trial(0, 0.7);
            clustered += McNemar.pValue(together.onlyFirst, together.onlySecond) < 0.05 ? 1 : 0;
        }
        assertTrue((double) independent / COMPARISONS <= MOST, independent + " false claims");
        assertTrue((double) clustered / COMPARISONS > 2 * MOST, clustered + ": clusters would not have mattered");
    }

    @Test
    void seedsKeepTheirWordToo() {
        int claims = 0;
        for (int i = 0; i < COMPARISONS; i++) {
            double[] first = new double[7];
            double[] second = new double[7];
            for (int seed = 0; seed < 7; seed++) {
                first[seed] = 0.7 + 0.02 * random.nextDouble();
                second[seed] = 0.7 + 0.02 * random.nextDouble();
            }
            claims += SeedTest.of(first, second).verdict() != Verdict.NOT_DISTINGUISHABLE ? 1 : 0;
        }
        assertTrue((double) claims / COMPARISONS <= MOST, claims + " false claims");
    }

    @Test
    void holmKeepsItForAFamilyOfTasks() {
        int families = 0;
        for (int i = 0; i < COMPARISONS / 4; i++) {
            double[] pValues = new double[4];
            for (int task = 0; task < 4; task++) {
                Trial trial = trial(0, 0);
                pValues[task] = McNemar.pValue(trial.onlyFirst, trial.onlySecond);
            }
            boolean any = false;
            for (double adjusted : Holm.adjusted(pValues)) {
                any |= adjusted < 0.05;
            }
            families += any ? 1 : 0;
        }
        double share = families / (COMPARISONS / 4.0);
        assertTrue(share <= 0.05 + 3 * Math.sqrt(0.05 * 0.95 / (COMPARISONS / 4.0)), share + " of families");
    }
}
