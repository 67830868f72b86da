package org.dapple.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.ConfigurationException;
import org.dapple.data.downstream.DownstreamMetric;
import org.dapple.eval.statistics.Bootstrap;
import org.dapple.eval.statistics.Clusters;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.RankedScores;
import org.jspecify.annotations.Nullable;

/**
 * The test clips of several runs of one encoder on one task, clip by clip: what statistics are made of.
 *
 * @param names of the clips, in the order of the first run
 * @param sources of the clips
 * @param correct share of the runs that were right about each clip
 * @param ranked the scores of all labels by run, where clips may have several; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // an intermediate result, never compared
record TestedClips(List<String> names, List<@Nullable String> sources, double[] correct, List<RankedScores> ranked) {

    /**
     * Puts runs together.
     *
     * @throws ConfigurationException with the key {@code predictions} if they are of different clips, or of one twice
     */
    static TestedClips of(List<ProbeResult> runs) {
        List<Prediction> first = runs.get(0).predictions();
        List<String> names = first.stream().map(Prediction::filename).toList();
        return inOrder(runs, names);
    }

    /** The same with the clips in a given order, so that two encoders can be compared. */
    static TestedClips inOrder(List<ProbeResult> runs, List<String> names) {
        Map<String, Integer> positions = new HashMap<>();
        names.forEach(name -> positions.put(name, positions.size()));
        double[] correct = new double[names.size()];
        List<@Nullable String> sources = new ArrayList<>();
        List<RankedScores> ranked = new ArrayList<>();
        for (ProbeResult run : runs) {
            @Nullable Prediction[] ordered = new Prediction[names.size()];
            int found = 0;
            for (Prediction prediction : run.predictions()) {
                Integer at = positions.get(prediction.filename());
                found += at != null && ordered[at] == null ? 1 : 0;
                if (at != null) {
                    ordered[at] = prediction;
                }
            }
            ConfigurationException.require(
                    positions.size() == names.size()
                            && found == names.size()
                            && run.predictions().size() == names.size(),
                    "predictions",
                    "be of the same clips, each once",
                    run.predictions().size() + " predictions of " + found + " of " + positions.size() + " clips");
            List<Prediction> predictions = new ArrayList<>();
            for (Prediction prediction : ordered) {
                if (prediction != null) {
                    correct[predictions.size()] += prediction.correct() ? 1.0 / runs.size() : 0;
                    predictions.add(prediction);
                }
            }
            if (sources.isEmpty()) {
                predictions.forEach(prediction -> sources.add(prediction.source()));
            }
            if (run.metric() == DownstreamMetric.MEAN_AVERAGE_PRECISION) {
                int classes = run.labels().size();
                ranked.add(RankedScores.of(
                        MultiLabelScores.targets(run.labels(), predictions),
                        MultiLabelScores.scores(predictions, classes),
                        classes));
            }
        }
        return new TestedClips(names, sources, correct, ranked);
    }

    /** The score with its interval over clips or sources. */
    Interval interval() {
        Bootstrap bootstrap = Bootstrap.standard();
        return ranked.isEmpty()
                ? bootstrap.mean(Clusters.of(correct, sources))
                : bootstrap
                        .of(sources, weights -> RankedScores.mean(ranked, weights))
                        .interval();
    }
}
