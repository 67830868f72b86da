package org.dapple.train.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import org.dapple.core.ops.Elementary;
import org.dapple.core.ops.Precision;
import org.dapple.core.ops.TorchOps;
import org.dapple.models.layers.ArrayBlock;

/**
 * Turns the features of a clip into class scores: batch normalisation without learned gain and offset, then a linear
 * layer whose weights start at N(0, 0.01²) and biases at 0. While training, features are normalised by mean and
 * (biased) variance of their batch, and running estimates of both are updated with weight 0.1, the variance unbiased;
 * otherwise the estimates are used. Epsilon 1e-5. Source: Ioffe and Szegedy, "Batch Normalization" (ICML 2015), as
 * PyTorch has it; the head of EVAR's fine-tuning.
 */
public final class ClassifierHead extends ArrayBlock {
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;
    private static final float DEVIATION = 0.01f;

    private final int classes;
    private final Parameter runningMean;
    private final Parameter runningVariance;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * A head.
     *
     * @param width of the features, W
     * @param classes C
     */
    public ClassifierHead(int width, int classes) {
        this.classes = classes;
        this.runningMean = parameter("norm.running_mean", Parameter.Type.RUNNING_MEAN, Initializer.ZEROS, width);
        this.runningVariance = parameter("norm.running_var", Parameter.Type.RUNNING_VAR, Initializer.ONES, width);
        this.weight = parameter(
                "weight",
                Parameter.Type.WEIGHT,
                (manager, shape, type) -> manager.randomNormal(0, DEVIATION, shape, type),
                classes,
                width);
        this.bias = parameter("bias", Parameter.Type.BIAS, Initializer.ZEROS, classes);
        runningMean.freeze(true);
        runningVariance.freeze(true);
    }

    /**
     * {@inheritDoc}
     *
     * @param features [B, W]; in training at least two rows
     * @return scores before softmax or sigmoid, [B, C]
     */
    @Override
    public NDArray forward(ParameterStore store, NDArray features, boolean training) {
        NDManager outer = features.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(features);
            NDArray normalized = training ? byBatch(store, features) : byEstimates(store, features);
            NDArray scores = TorchOps.standard()
                    .linear(
                            normalized,
                            value(store, weight, features, training),
                            value(store, bias, features, training),
                            Precision.FP32);
            return ownedBy(outer, scores);
        }
    }

    private NDArray byBatch(ParameterStore store, NDArray features) {
        long batch = features.getShape().get(0);
        if (batch < 2) {
            throw new IllegalArgumentException("batch normalisation needs at least two clips; the batch has " + batch);
        }
        NDArray mean = features.mean(new int[] {0}, true);
        NDArray centered = features.sub(mean);
        NDArray variance = centered.square().mean(new int[] {0}, true);
        estimate(value(store, runningMean, features, true), mean, MOMENTUM);
        estimate(value(store, runningVariance, features, true), variance, MOMENTUM * batch / (batch - 1));
        return centered.div(Elementary.sqrt(variance.add(EPSILON)));
    }

    /** Updates a running estimate with that of a batch. */
    private static void estimate(NDArray running, NDArray ofBatch, double share) {
        running.muli(1 - MOMENTUM).addi(ofBatch.stopGradient().squeeze(0).mul(share));
    }

    private NDArray byEstimates(ParameterStore store, NDArray features) {
        NDManager manager = features.getManager();
        NDArray variance =
                ownedBy(manager, value(store, runningVariance, features, false).add(EPSILON));
        return features.sub(value(store, runningMean, features, false)).div(Elementary.sqrt(variance));
    }

    @Override
    protected Shape outputShape(Shape input) {
        return new Shape(input.get(0), classes);
    }
}
