package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.dapple.core.InPlace;
import org.dapple.core.Metrics;
import org.dapple.core.Seeds;

/**
 * Linear evaluation of frozen embeddings: standardise, train one linear layer, keep the weights of the best validation
 * epoch. Source: the EVAR protocol of M2D (standardisation, loss, optimiser, stopping and, on ties, the later epoch are
 * the reference's).
 *
 * @param epochs most passes over the training clips
 * @param batchSize clips in a step
 * @param learningRates of Adam, constant; the one with the best validation accuracy counts, the earlier on ties
 * @param weightDecay coupled decay
 * @param patience epochs without a validation accuracy at least as high as the best before training stops
 */
public record LinearProbe(int epochs, int batchSize, List<Double> learningRates, double weightDecay, int patience) {

    /** Copies the list. */
    public LinearProbe {
        learningRates = List.copyOf(learningRates);
        if (learningRates.isEmpty()) {
            throw new IllegalArgumentException("a probe needs a learning rate");
        }
    }

    /**
     * The reference's constants, and a choice of learning rates: its one rate does not converge within 200 epochs on
     * small sets or few features, which would make baselines look worse than they are.
     *
     * @return 200 epochs of batches of 200, rates 0.001, 0.01 and 0.1, patience 20
     */
    public static LinearProbe standard() {
        return new LinearProbe(200, 200, List.of(1e-3, 1e-2, 1e-1), 1e-8, 20);
    }

    /**
     * Clips of one part of a fold.
     *
     * @param features float32 [n, D]
     * @param labels class of each, 0 to classes - 1
     */
    @SuppressWarnings("ArrayRecordComponent") // a pair of arguments, never compared
    record Part(NDArray features, int[] labels) {}

    /**
     * Trains on one fold and predicts its test clips.
     *
     * @param train learned from
     * @param valid decides when to stop
     * @param test features [n, D] of the clips to predict
     * @param classes number of classes
     * @param seeds decide first values and order
     * @param fold number of the fold, so that folds differ
     * @return the class of each test clip
     */
    int[] predict(Part train, Part valid, NDArray test, int classes, Seeds seeds, int fold) {
        try (NDManager scope = train.features.getManager().newSubManager()) {
            scope.tempAttachAll(train.features, valid.features, test);
            Standardizer standardizer = Standardizer.fit(train.features);
            NDArray inputs = SoftmaxRegression.withOnes(standardizer.apply(train.features));
            NDArray validInputs = SoftmaxRegression.withOnes(standardizer.apply(valid.features));
            NDArray targets = oneHot(scope, train.labels, classes);
            NDArray testInputs = SoftmaxRegression.withOnes(standardizer.apply(test));
            double best = -1;
            int[] predicted = new int[0];
            for (double learningRate : learningRates) {
                seeds.seedEngine(Seeds.Purpose.PROBE, fold, 1);
                SoftmaxRegression layer = new SoftmaxRegression(
                        scope, Math.toIntExact(train.features.getShape().get(1)), classes, learningRate, weightDecay);
                SplittableRandom random = seeds.host(Seeds.Purpose.PROBE, fold, 2);
                double accuracy = train(layer, inputs, targets, random, validInputs, valid.labels);
                if (accuracy > best) {
                    best = accuracy;
                    predicted = layer.predict(testInputs);
                }
            }
            return predicted;
        }
    }

    /** Trains until the validation accuracy has not been reached again for a while, and goes back to its best epoch. */
    private double train(
            SoftmaxRegression layer,
            NDArray inputs,
            NDArray targets,
            SplittableRandom random,
            NDArray validInputs,
            int[] validLabels) {
        NDArray bestWeights = layer.weights().duplicate();
        double best = -1;
        int worse = 0;
        for (int epoch = 0; epoch < epochs && worse < patience; epoch++) {
            epoch(layer, inputs, targets, random);
            double accuracy = Metrics.accuracy(validLabels, layer.predict(validInputs));
            worse++;
            if (accuracy >= best) {
                best = accuracy;
                InPlace.copy(layer.weights(), bestWeights);
                worse = 0;
            }
        }
        layer.restore(bestWeights);
        return best;
    }

    private void epoch(SoftmaxRegression layer, NDArray inputs, NDArray targets, SplittableRandom random) {
        try (NDManager scope = inputs.getManager().newSubManager()) {
            int count = Math.toIntExact(inputs.getShape().get(0));
            NDArray order = scope.create(permutation(count, random));
            NDArray shuffledInputs = inputs.get(order);
            NDArray shuffledTargets = targets.get(order);
            shuffledInputs.attach(scope);
            shuffledTargets.attach(scope);
            for (int first = 0; first < count; first += batchSize) {
                String rows = first + ":" + Math.min(count, first + batchSize);
                layer.step(shuffledInputs.get(rows), shuffledTargets.get(rows));
            }
        }
    }

    private static long[] permutation(int count, SplittableRandom random) {
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** float32 [n, classes]. */
    static NDArray oneHot(NDManager manager, int[] labels, int classes) {
        float[] values = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            values[i * classes + labels[i]] = 1;
        }
        return manager.create(values, new Shape(labels.length, classes));
    }
}
