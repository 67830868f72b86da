package org.dapple.eval.result;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.dapple.data.clips.Clip;
import org.dapple.data.task.RankingMetrics;

/**
 * Measures how well clips with several labels are ranked, averaged over the labels that occur among them.
 *
 * @param meanAveragePrecision 0 to 1
 * @param meanAreaUnderRoc 0 to 1, over the labels that some clips have and some do not
 * @param dPrime the distance of two normal distributions with this area under the ROC curve, √2 Φ⁻¹(area)
 * @param withoutClips labels that no clip has; they are left out of the means
 * @param everywhere labels that every clip has; their average precision is 1 whatever the scores, and the area leaves
 *     them out
 */
public record MultiLabelScores(
        double meanAveragePrecision,
        double meanAreaUnderRoc,
        double dPrime,
        List<String> withoutClips,
        List<String> everywhere) {

    /** Copies the lists. */
    public MultiLabelScores {
        withoutClips = List.copyOf(withoutClips);
        everywhere = List.copyOf(everywhere);
    }

    /**
     * Scores predictions.
     *
     * @param labels all labels, in the order of the scores
     * @param predictions each with a score for every label
     * @return the means over the labels
     */
    public static MultiLabelScores of(List<String> labels, List<Prediction> predictions) {
        int classes = labels.size();
        float[] scores = scores(predictions, classes);
        float[] targets = targets(labels, predictions);
        boolean[] positive = new boolean[predictions.size()];
        float[] column = new float[predictions.size()];
        double areas = 0;
        int ranked = 0;
        List<String> without = new ArrayList<>();
        List<String> everywhere = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            boolean occurs = false;
            boolean always = true;
            for (int i = 0; i < column.length; i++) {
                column[i] = scores[i * classes + label];
                positive[i] = targets[i * classes + label] > 0;
                occurs |= positive[i];
                always &= positive[i];
            }
            double area = RankingMetrics.areaUnderRoc(positive, column);
            areas += Double.isNaN(area) ? 0 : area;
            ranked += Double.isNaN(area) ? 0 : 1;
            if (!occurs) {
                without.add(labels.get(label));
            } else if (always) {
                everywhere.add(labels.get(label));
            }
        }
        double area = areas / ranked;
        double dPrime =
                Double.isNaN(area) ? area : Math.sqrt(2) * new NormalDistribution().inverseCumulativeProbability(area);
        return new MultiLabelScores(
                RankingMetrics.meanAveragePrecision(targets, scores, classes), area, dPrime, without, everywhere);
    }

    /** {@return the scores, row-major [clips, labels]} */
    static float[] scores(List<Prediction> predictions, int classes) {
        float[] scores = new float[predictions.size() * classes];
        for (int i = 0; i < predictions.size(); i++) {
            for (int label = 0; label < classes; label++) {
                scores[i * classes + label] = predictions.get(i).scores().get(label);
            }
        }
        return scores;
    }

    /** {@return the targets, row-major [clips, labels], 1 where a clip has a label} */
    static float[] targets(List<String> labels, List<Prediction> predictions) {
        float[] targets = new float[predictions.size() * labels.size()];
        for (int i = 0; i < predictions.size(); i++) {
            for (String label : predictions.get(i).label().split(Clip.LABEL_SEPARATOR, -1)) {
                int column = labels.indexOf(label);
                if (column >= 0) { // else the clip has none of the labels
                    targets[i * labels.size() + column] = 1;
                }
            }
        }
        return targets;
    }
}
