package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.dapple.core.ops.Elementary;
import org.dapple.core.ops.InPlace;
import org.dapple.data.task.DownstreamMetric;

/**
 * Linear layers with the same initial values and the same batches, one for each of R learning rates, side by side in
 * one matrix: a step of all layers is two matrix products. Each layer is trained by Adam with coupled weight decay, as
 * in PyTorch. Where classes exclude each other, the loss is the cross entropy after a softmax; elsewhere it is the
 * binary cross entropy of each class after a sigmoid. The loss is averaged over clips; for several labels, and in some
 * protocols, <em>also</em> over classes. Source: the EVAR protocol.
 */
final class LinearLayers {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final int count;
    private final int classes;
    private final double weightDecay;
    private final boolean exclusive;
    /** Divisor of the sum over clips, besides their number. */
    private final double divisor;
    /** [D + 1, R · C]: for each layer the weights and, in the last row, the biases. */
    private final NDArray weights;
    /** [1, R · C], the learning rate of each column. */
    private final NDArray rates;

    private final NDArray first;
    private final NDArray second;
    private int steps;

    /**
     * Creates layers with given initial values.
     *
     * @param initial [D + 1, C]; its manager owns the layers
     * @param protocol gives learning rates, weight decay and kind of loss
     */
    LinearLayers(NDArray initial, DownstreamMetric metric, ProbeProtocol protocol) {
        List<Double> learningRates = protocol.learningRates();
        this.count = learningRates.size();
        this.classes = Math.toIntExact(initial.getShape().get(1));
        this.weightDecay = protocol.weightDecay();
        this.exclusive = metric == DownstreamMetric.ACCURACY;
        this.divisor = protocol.lossOverClasses() || !exclusive ? classes : 1;
        this.weights = initial.tile(new long[] {1, count});
        this.first = weights.zerosLike();
        this.second = weights.zerosLike();
        this.rates = initial.getManager().create(byColumn(learningRates), new Shape(1, (long) count * classes));
    }

    private float[] byColumn(List<Double> values) {
        float[] columns = new float[count * classes];
        for (int layer = 0; layer < count; layer++) {
            float value = values.get(layer).floatValue();
            Arrays.fill(columns, layer * classes, (layer + 1) * classes, value);
        }
        return columns;
    }

    /** {@return PyTorch's initial values for a layer of D features, uniform in ±1/sqrt(D): [D + 1, C]} */
    static NDArray initial(NDManager manager, int width, int classes) {
        float bound = (float) (1 / Math.sqrt(width));
        return manager.randomUniform(-bound, bound, new Shape(width + 1L, classes), DataType.FLOAT32);
    }

    /** {@return features [n, D + 1] with a last column of ones, for the biases} */
    static NDArray withOnes(NDArray features) {
        return features.concat(
                features.getManager().ones(new Shape(features.getShape().get(0), 1)), 1);
    }

    /**
     * Updates every layer once.
     *
     * @param features [n, D + 1], the last column ones
     * @param targets [n, C], 1 where a clip has a class
     */
    void step(NDArray features, NDArray targets) {
        steps++;
        double correction1 = 1 - Math.pow(BETA1, steps);
        double correction2 = Math.sqrt(1 - Math.pow(BETA2, steps));
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features, targets, weights, rates, first, second);
            NDArray logits = logits(features);
            NDArray probabilities = exclusive ? logits.softmax(2) : Elementary.sigmoid(logits);
            NDArray slope = probabilities
                    .sub(targets.expandDims(1))
                    .div(features.getShape().get(0) * divisor)
                    .reshape(-1, (long) count * classes);
            NDArray gradient = features.transpose().matMul(slope);
            gradient.addi(weights.mul(weightDecay));
            first.muli(BETA1).addi(gradient.mul(1 - BETA1));
            second.muli(BETA2).addi(gradient.square().mul(1 - BETA2));
            NDArray scale = Elementary.sqrt(second).div(correction2).add(EPSILON);
            weights.subi(first.div(scale).mul(rates.div(correction1)));
        }
    }

    /** {@return the loss of each layer for features [n, D + 1] and targets [n, C]} */
    double[] losses(NDArray features, NDArray targets) {
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features, targets, weights);
            NDArray logits = logits(features);
            NDArray wanted = targets.expandDims(1);
            NDArray terms = exclusive
                    ? logits.logSoftmax(2).mul(wanted).neg()
                    : Elementary.softplus(logits).sub(logits.mul(wanted));
            float[] sums = terms.sum(new int[] {0, 2}).toFloatArray();
            double[] losses = new double[count];
            Arrays.setAll(losses, layer -> sums[layer] / (features.getShape().get(0) * divisor));
            return losses;
        }
    }

    /** {@return the metric of each layer for features [n, D + 1] and targets [n, C]} */
    double[] metrics(NDArray features, NDArray targets, DownstreamMetric metric) {
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features, targets, weights);
            NDArray logits = logits(features);
            double[] metrics = new double[count];
            Arrays.setAll(metrics, layer -> ProbeScore.of(metric, logits.get(":, " + layer), targets));
            return metrics;
        }
    }

    /** {@return scores before softmax or sigmoid, [n, R, C], on the manager of the features} */
    private NDArray logits(NDArray features) {
        return features.matMul(weights).reshape(-1, count, classes);
    }

    /** {@return the parameters of one layer, [D + 1, C], on the manager of the layers} */
    NDArray weights(int layer) {
        return weights.get(":, " + layer * classes + ":" + (layer + 1) * classes);
    }

    /** {@return a copy of all parameters, [D + 1, R · C], to remember parameters in} */
    NDArray remembered() {
        return weights.duplicate();
    }

    /**
     * Remembers the parameters of some layers.
     *
     * @param memory from {@link #remembered}
     * @param which 1 for the layers to remember, else 0
     */
    void remember(NDArray memory, List<Double> which) {
        try (NDManager scope = weights.getManager().newSubManager()) {
            scope.tempAttachAll(memory, weights);
            NDArray chosen = scope.create(byColumn(which), new Shape(1, (long) count * classes));
            InPlace.copy(NDArrays.where(chosen.broadcast(weights.getShape()).gt(0), weights, memory), memory);
        }
    }

    /** Restores remembered parameters. */
    void restore(NDArray memory) {
        InPlace.copy(memory, weights);
    }

    /**
     * {@return the scores of one layer before softmax or sigmoid, [n, C], for features [n, D + 1], on the manager of
     * the features}
     */
    NDArray scores(int layer, NDArray features) {
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features, weights);
            NDArray scores = features.matMul(weights(layer));
            scope.ret(new NDList(scores));
            return scores;
        }
    }
}
