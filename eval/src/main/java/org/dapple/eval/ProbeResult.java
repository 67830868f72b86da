package org.dapple.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a probe found, with every prediction kept.
 *
 * @param protocol name and version of how it was found
 * @param labels the classes, in the order of the confusion matrix
 * @param accuracy over the test clips of all folds together
 * @param folds accuracy of each fold
 * @param predictions one for every test clip
 */
public record ProbeResult(
        String protocol,
        List<String> labels,
        ScoreInterval accuracy,
        List<FoldScore> folds,
        List<Prediction> predictions) {

    /**
     * The score of one fold.
     *
     * @param fold its name
     * @param accuracy 0 to 1
     * @param clips test clips
     */
    public record FoldScore(String fold, double accuracy, int clips) {}

    /** {@return [truth][predicted] counts in the order of {@link #labels}} */
    public int[][] confusion() {
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
        tree.put("accuracy", json(accuracy));
        List<Object> foldTrees = new ArrayList<>();
        for (FoldScore fold : folds) {
            Map<String, Object> foldTree = new LinkedHashMap<>();
            foldTree.put("fold", fold.fold);
            foldTree.put("accuracy", fold.accuracy);
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
     * @return mean, low, high
     */
    public static Map<String, Object> json(ScoreInterval interval) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("mean", interval.mean());
        tree.put("low", interval.low());
        tree.put("high", interval.high());
        return tree;
    }
}
