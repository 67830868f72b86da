package org.dapple.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.data.downstream.DownstreamMetric;
import org.dapple.eval.statistics.Interval;

/**
 * What a probe found, with every prediction kept.
 *
 * @param protocol name and version of how it was found
 * @param metric what {@link FoldScore} counts
 * @param labels the classes, in the order of the confusion matrix
 * @param folds score of each fold
 * @param predictions one for every test clip
 */
public record ProbeResult(
        String protocol,
        DownstreamMetric metric,
        List<String> labels,
        List<FoldScore> folds,
        List<Prediction> predictions) {

    /**
     * The score of one fold.
     *
     * @param fold its name
     * @param score 0 to 1
     * @param clips test clips
     */
    public record FoldScore(String fold, double score, int clips) {}

    /**
     * The scores of predictions.
     *
     * @param protocol name and version of how they were found
     * @param metric what is counted
     * @param labels the classes
     * @param predictions fold by fold
     * @return the same with their scores
     */
    public static ProbeResult of(
            String protocol, DownstreamMetric metric, List<String> labels, List<Prediction> predictions) {
        Map<String, List<Prediction>> byFold = new LinkedHashMap<>();
        for (Prediction prediction : predictions) {
            byFold.computeIfAbsent(prediction.fold(), fold -> new ArrayList<>()).add(prediction);
        }
        List<FoldScore> folds = new ArrayList<>();
        byFold.forEach(
                (fold, members) -> folds.add(new FoldScore(fold, score(metric, labels, members), members.size())));
        return new ProbeResult(protocol, metric, labels, folds, predictions);
    }

    private static double score(DownstreamMetric metric, List<String> labels, List<Prediction> members) {
        if (metric == DownstreamMetric.ACCURACY) {
            return members.stream().filter(Prediction::correct).count() / (double) members.size();
        }
        return MultiLabelScores.of(labels, members).meanAveragePrecision();
    }

    /** {@return the mean over the folds} */
    public double score() {
        return folds.stream().mapToDouble(FoldScore::score).average().orElse(Double.NaN);
    }

    /**
     * {@return the {@link #score} with its 95 % interval for other test clips, or other sources of clips where these
     * are known; or with the reason why there is none}
     */
    public Interval interval() {
        return TestedClips.of(List.of(this)).interval();
    }

    /** {@return [truth][predicted] counts in the order of {@link #labels}; empty where clips have several} */
    public int[][] confusion() {
        if (metric != DownstreamMetric.ACCURACY) {
            return new int[0][0];
        }
        int[][] counts = new int[labels.size()][labels.size()];
        for (Prediction prediction : predictions) {
            counts[labels.indexOf(prediction.label())][labels.indexOf(prediction.predicted())]++;
        }
        return counts;
    }

    /** {@return the tree that is written as JSON} */
    public Map<String, Object> toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("protocol", protocol);
        tree.put("metric", metric.shortName());
        tree.put("score", score());
        tree.put(metric.shortName(), json(interval()));
        List<Object> foldTrees = new ArrayList<>();
        for (FoldScore fold : folds) {
            Map<String, Object> foldTree = new LinkedHashMap<>();
            foldTree.put("fold", fold.fold);
            foldTree.put(metric.shortName(), fold.score);
            foldTree.put("clips", fold.clips);
            foldTrees.add(foldTree);
        }
        tree.put("folds", foldTrees);
        List<Object> predictionTrees = new ArrayList<>();
        for (Prediction prediction : predictions) {
            Map<String, Object> predictionTree = new LinkedHashMap<>();
            predictionTree.put("filename", prediction.filename());
            predictionTree.put("label", prediction.label());
            predictionTree.put("predicted", prediction.predicted());
            predictionTrees.add(predictionTree);
        }
        tree.put("predictions", predictionTrees);
        return tree;
    }

    /**
     * A score as JSON.
     *
     * @param interval the score
     * @return mean, interval (its kind, or why there is none), and low and high where there is one
     */
    public static Map<String, Object> json(Interval interval) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("mean", interval.mean());
        if (interval.known()) {
            tree.put("low", interval.low());
            tree.put("high", interval.high());
        }
        tree.put("interval", interval.kind().toString());
        return tree;
    }
}
