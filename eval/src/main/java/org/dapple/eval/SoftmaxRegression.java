package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.InPlace;

/**
 * One linear layer under softmax, trained by Adam on the cross entropy averaged over clips, in some protocols
 * <em>and</em> classes, with the coupled weight decay of PyTorch's Adam. The gradient is written out: it is two
 * products. Source: the EVAR protocol.
 */
final class SoftmaxRegression {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double weightDecay;
    /** What the sum over the clips is divided by, besides their number. */
    private final double divisor;
    /** [D + 1, classes]: the weights and, in the last row, the biases. */
    private final NDArray weights;

    private final NDArray first;
    private final NDArray second;
    private int steps;

    /**
     * A layer with PyTorch's first values, uniform in ±1/sqrt(D).
     *
     * @param manager owner of its arrays
     */
    SoftmaxRegression(NDManager manager, int width, int classes, double learningRate, ProbeProtocol protocol) {
        this(manager, initial(manager, width, classes), learningRate, protocol);
    }

    /** A layer with given first values [D + 1, classes]. */
    SoftmaxRegression(NDManager manager, NDArray weights, double learningRate, ProbeProtocol protocol) {
        this.learningRate = learningRate;
        this.weightDecay = protocol.weightDecay();
        this.divisor = protocol.lossOverClasses() ? weights.getShape().get(1) : 1;
        this.weights = weights;
        this.first = manager.zeros(weights.getShape());
        this.second = manager.zeros(weights.getShape());
    }

    private static NDArray initial(NDManager manager, int width, int classes) {
        float bound = (float) (1 / Math.sqrt(width));
        return manager.randomUniform(-bound, bound, new Shape(width + 1L, classes), DataType.FLOAT32);
    }

    /** Features with a last column of ones, for the biases. */
    static NDArray withOnes(NDArray features) {
        return features.concat(
                features.getManager().ones(new Shape(features.getShape().get(0), 1)), 1);
    }

    /**
     * One update.
     *
     * @param features [n, D + 1], the last column ones
     * @param targets one-hot [n, classes]
     * @return the loss before the update, on the manager of the features
     */
    NDArray step(NDArray features, NDArray targets) {
        steps++;
        double correction1 = 1 - Math.pow(BETA1, steps);
        double correction2 = Math.sqrt(1 - Math.pow(BETA2, steps));
        NDManager outer = features.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(features, targets, weights, first, second);
            double terms = features.getShape().get(0) * divisor;
            NDArray logProbabilities = features.matMul(weights).logSoftmax(1);
            NDArray loss = logProbabilities.mul(targets).sum().div((float) -terms);
            NDArray gradient = features.transpose()
                    .matMul(logProbabilities.exp().sub(targets).div(terms));
            gradient.addi(weights.mul(weightDecay));
            first.muli(BETA1).addi(gradient.mul(1 - BETA1));
            second.muli(BETA2).addi(gradient.square().mul(1 - BETA2));
            NDArray scale = second.sqrt().div(correction2).add(EPSILON);
            weights.subi(first.div(scale).mul(learningRate / correction1));
            loss.attach(outer);
            return loss;
        }
    }

    /** The cross entropy of [n, D + 1] and one-hot [n, classes], averaged over clips. */
    double loss(NDArray features, NDArray targets) {
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features, targets, weights);
            NDArray logProbabilities = features.matMul(weights).logSoftmax(1);
            return -logProbabilities.mul(targets).sum().getFloat()
                    / features.getShape().get(0);
        }
    }

    /** The most probable class of each row of [n, D + 1]. */
    int[] predict(NDArray features) {
        try (NDManager scope = features.getManager().newSubManager()) {
            scope.tempAttachAll(features);
            long[] best = features.matMul(weights).argMax(1).toLongArray();
            int[] predicted = new int[best.length];
            for (int i = 0; i < best.length; i++) {
                predicted[i] = Math.toIntExact(best[i]);
            }
            return predicted;
        }
    }

    /** The parameters [D + 1, classes]; not a copy. */
    NDArray weights() {
        return weights;
    }

    /** Goes back to remembered parameters. */
    void restore(NDArray remembered) {
        InPlace.copy(remembered, weights);
    }
}
