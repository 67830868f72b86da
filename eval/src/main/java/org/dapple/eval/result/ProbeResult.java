package org.dapple.eval.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.eval.statistics.Interval;

/**
 * The result of a probe, with every prediction.
 *
 * @param protocol name and version of the probe's protocol
 * @param metric the metric of {@link FoldScore}
 * @param labels the classes, in the order of the confusion matrix
 * @param folds the score of each fold
 * @param predictions one for every test clip
 */
public record ProbeResult(
        String protocol,
        DownstreamMetric metric,
        List<String> labels,
        List<FoldScore> folds,
        List<Prediction> predictions) {
    /** Key of a fold's training facts: labels of its test clips that no training clip has. */
    public static final String NOT_TRAINED = "labels_without_training_clips";

    /**
     * The score of one fold.
     *
     * @param fold name of the fold
     * @param score of the metric, 0 to 1
     * @param clips number of test clips
     * @param withoutPositives labels that no test clip has, where clips may have several; the mean leaves them out
     * @param alwaysPositive labels that every test clip has, where clips may have several; each counts as 1
     * @param training how the classes were learned, by names in snake_case, as the probe reports it
     */
    public record FoldScore(
            String fold,
            double score,
            int clips,
            List<String> withoutPositives,
            List<String> alwaysPositive,
            Map<String, Object> training) {
        private static FoldScore of(
                String fold,
                DownstreamMetric metric,
                List<String> labels,
                List<Prediction> members,
                Map<String, Object> training) {
            if (metric == DownstreamMetric.ACCURACY) {
                long correct = members.stream().filter(Prediction::correct).count();
                return new FoldScore(
                        fold, correct / (double) members.size(), members.size(), List.of(), List.of(), training);
            }
            MultiLabelScores scores = MultiLabelScores.of(labels, members);
            return new FoldScore(
                    fold,
                    scores.meanAveragePrecision(),
                    members.size(),
                    scores.withoutClips(),
                    scores.everywhere(),
                    training);
        }

        private Map<String, Object> toJson(DownstreamMetric metric) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("fold", fold);
            tree.put(metric.shortName(), score);
            tree.put("clips", clips);
            if (metric == DownstreamMetric.MEAN_AVERAGE_PRECISION) {
                tree.put("labels_without_positives", withoutPositives);
                tree.put("labels_always_positive", alwaysPositive);
            }
            if (!training.isEmpty()) {
                tree.put("training", training);
            }
            return tree;
        }
    }

    /**
     * Scores predictions.
     *
     * @param protocol name and version of the probe's protocol
     * @param metric the metric of the set
     * @param labels the classes
     * @param predictions fold by fold
     * @return the predictions with their scores
     */
    public static ProbeResult of(
            String protocol, DownstreamMetric metric, List<String> labels, List<Prediction> predictions) {
        return of(protocol, metric, labels, predictions, Map.of());
    }

    /**
     * Scores predictions whose training is known.
     *
     * @param protocol name and version of the probe's protocol
     * @param metric the metric of the set
     * @param labels the classes
     * @param predictions fold by fold
     * @param training what the probe reports of each fold, by the fold's name
     * @return the predictions with their scores
     */
    public static ProbeResult of(
            String protocol,
            DownstreamMetric metric,
            List<String> labels,
            List<Prediction> predictions,
            Map<String, Map<String, Object>> training) {
        Map<String, List<Prediction>> byFold = new LinkedHashMap<>();
        for (Prediction prediction : predictions) {
            byFold.computeIfAbsent(prediction.fold(), fold -> new ArrayList<>()).add(prediction);
        }
        List<FoldScore> folds = new ArrayList<>();
        byFold.forEach((fold, members) ->
                folds.add(FoldScore.of(fold, metric, labels, members, training.getOrDefault(fold, Map.of()))));
        return new ProbeResult(protocol, metric, labels, folds, predictions);
    }

    /** {@return one sentence for each kind of label about which the score says little or nothing; often none} */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        Map<String, String> spellings = new HashMap<>();
        for (String label : labels) {
            String other = spellings.putIfAbsent(label.toLowerCase(Locale.ROOT), label);
            if (other != null) {
                remarks.add("The labels " + other + " and " + label
                        + " differ in capital letters only: they count as two classes.");
            }
        }
        for (FoldScore fold : folds) {
            String where = folds.size() == 1 ? "the test clips" : "fold " + fold.fold;
            if (fold.training.get(NOT_TRAINED) instanceof List<?> unknown) {
                remarks.add("No training clip of fold " + fold.fold + " has "
                        + unknown.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + ": its test clips cannot be recognised.");
            }
            if (!fold.withoutPositives.isEmpty()) {
                remarks.add("No clip of " + where + " has " + String.join(", ", fold.withoutPositives)
                        + ": the mean average precision leaves out "
                        + (fold.withoutPositives.size() == 1 ? "this label." : "these labels."));
            }
            if (!fold.alwaysPositive.isEmpty()) {
                remarks.add("All clips of " + where + " have " + String.join(", ", fold.alwaysPositive)
                        + ": this counts as 1, whatever the scores are.");
            }
        }
        return remarks;
    }

    /** {@return the number of folds whose training ended at the last epoch, not by the protocol's patience} */
    public int budgetEnded() {
        return (int) folds.stream()
                .filter(fold -> Boolean.TRUE.equals(fold.training.get("budget_ended")))
                .count();
    }

    /** {@return the mean score over the folds} */
    public double score() {
        return folds.stream().mapToDouble(FoldScore::score).average().orElse(Double.NaN);
    }

    /**
     * {@return the {@link #score} with its 95 % interval over test clips, or over their sources where these are known;
     * or with the reason for having none}
     */
    public Interval interval() {
        return TestedClips.of(List.of(this)).interval();
    }

    /**
     * {@return the counts [truth][predicted] in the order of {@link #labels}; empty where clips have several labels}
     */
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

    /** {@return the result as an object for JSON} */
    public Map<String, Object> toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("protocol", protocol);
        tree.put("metric", metric.shortName());
        tree.put("score", score());
        tree.put(metric.shortName(), json(interval()));
        tree.put("folds", foldsJson());
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

    /** {@return the score and the training of each fold, as objects for JSON} */
    public List<Object> foldsJson() {
        List<Object> trees = new ArrayList<>();
        for (FoldScore fold : folds) {
            trees.add(fold.toJson(metric));
        }
        return trees;
    }

    /**
     * Turns a score into an object for JSON.
     *
     * @param interval the score with its interval
     * @return mean, interval (its kind, or why there is none), and low and high if there is one
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
