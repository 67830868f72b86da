package org.dapple.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.core.ConfigurationException;
import org.dapple.eval.statistics.Bootstrap;
import org.dapple.eval.statistics.Clusters;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.McNemar;
import org.dapple.eval.statistics.SignFlips;
import org.dapple.eval.statistics.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Two encoders on the same test clips. It covers the choice of clips (of their sources, where these are known), not the
 * seeds of pre-training: whether one way of training is better than another takes several runs of each.
 *
 * @param difference of the accuracies, the first's minus the second's, with its interval
 * @param pValue two-sided: sign flips of sources, or McNemar's test where every clip is a source of its own
 * @param clips that both predicted
 * @param sources that these come from
 */
public record Comparison(Interval difference, double pValue, int clips, int sources) {
    /** Sign flips of fewer sources cannot give a p-value below 0.05. */
    private static final int FEWEST_SOURCES = 6;

    /**
     * Compares.
     *
     * @param first predictions of the first encoder
     * @param second predictions of the second, of the same clips in any order
     * @return the comparison
     * @throws ConfigurationException with the key {@code predictions} if they are of different clips
     */
    public static Comparison of(List<Prediction> first, List<Prediction> second) {
        Map<String, Prediction> others = new HashMap<>();
        second.forEach(prediction -> others.put(prediction.filename(), prediction));
        Set<String> names = new HashSet<>();
        first.forEach(prediction -> names.add(prediction.filename()));
        ConfigurationException.require(
                names.size() == first.size() && others.size() == second.size() && names.equals(others.keySet()),
                "predictions",
                "be of the same clips, each once",
                first.size() + " and " + second.size() + " of " + names.size() + " and " + others.size() + " clips");
        double[] differences = new double[first.size()];
        List<@Nullable String> sources = new ArrayList<>();
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < differences.length; i++) {
            Prediction mine = first.get(i);
            Prediction its = others.get(mine.filename());
            boolean right = its != null && its.correct();
            differences[i] = (mine.correct() ? 1 : 0) - (right ? 1 : 0);
            onlyFirst += mine.correct() && !right ? 1 : 0;
            onlySecond += right && !mine.correct() ? 1 : 0;
            sources.add(mine.source());
        }
        Clusters clusters = Clusters.of(differences, sources);
        double pValue = clusters.count() == differences.length
                ? McNemar.pValue(onlyFirst, onlySecond)
                : SignFlips.standard().pValue(clusters);
        return new Comparison(Bootstrap.standard().mean(clusters), pValue, differences.length, clusters.count());
    }

    /**
     * What may be said.
     *
     * @param adjusted the p-value, adjusted if there are several comparisons
     * @return a claim only below 0.05, and with enough sources
     */
    public Verdict verdict(double adjusted) {
        return sources < FEWEST_SOURCES ? Verdict.TOO_FEW_SOURCES : Verdict.of(difference.mean(), adjusted);
    }
}
