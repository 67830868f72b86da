package org.dapple.train.finetune;

import ai.djl.ndarray.NDArray;
import org.dapple.core.ops.Elementary;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.RankingMetrics;

/** Whether a clip has one class or several, which decides loss, probabilities and score. Source: EVAR. */
enum LabelKind {
    /** A clip has one class: softmax, cross entropy averaged over clips <em>and</em> classes, accuracy. */
    ONE {
        @Override
        NDArray loss(NDArray logits, NDArray targets) {
            return logits.logSoftmax(-1).mul(targets).mean().neg();
        }

        @Override
        NDArray probabilities(NDArray logits) {
            return logits.softmax(-1);
        }

        @Override
        double score(float[] targets, float[] scores, int classes) {
            int clips = targets.length / classes;
            int correct = 0;
            for (int clip = 0; clip < clips; clip++) {
                int best = 0;
                for (int label = 1; label < classes; label++) {
                    best = scores[clip * classes + label] > scores[clip * classes + best] ? label : best;
                }
                correct += targets[clip * classes + best] > 0 ? 1 : 0;
            }
            return (double) correct / clips;
        }
    },
    /** A clip may have several classes: sigmoid, binary cross entropy averaged over both, mean average precision. */
    SEVERAL {
        @Override
        NDArray loss(NDArray logits, NDArray targets) {
            // −y log σ(x) − (1 − y) log(1 − σ(x)) = max(x, 0) − x y + log(1 + e^−|x|), which cannot overflow
            return Elementary.softplus(logits).sub(logits.mul(targets)).mean();
        }

        @Override
        NDArray probabilities(NDArray logits) {
            return Elementary.sigmoid(logits);
        }

        @Override
        double score(float[] targets, float[] scores, int classes) {
            return RankingMetrics.meanAveragePrecision(targets, scores, classes);
        }
    };

    /** The kind of labels that a metric is for. */
    static LabelKind of(DownstreamMetric metric) {
        return metric == DownstreamMetric.ACCURACY ? ONE : SEVERAL;
    }

    /**
     * The loss; it is recorded for gradients.
     *
     * @param logits [B, C]
     * @param targets [B, C], 0 to 1
     * @return a scalar
     */
    abstract NDArray loss(NDArray logits, NDArray targets);

    /**
     * The probability of each class.
     *
     * @param logits [B, C]
     * @return [B, C], 0 to 1
     */
    abstract NDArray probabilities(NDArray logits);

    /**
     * Compares scores with targets.
     *
     * @param targets row-major [n, C], 0 or 1
     * @param scores row-major [n, C], higher is likelier
     * @param classes C
     * @return 0 to 1; NaN where it is not defined
     */
    abstract double score(float[] targets, float[] scores, int classes);
}
