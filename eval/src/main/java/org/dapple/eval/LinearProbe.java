package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.dapple.core.InPlace;
import org.dapple.core.Metrics;
import org.dapple.core.Seeds;

/**
 * Linear evaluation of frozen embeddings: standardise, train one linear layer, keep the weights of the best validation
 * epoch.
 *
 * @param protocol how exactly
 */
public record LinearProbe(ProbeProtocol protocol) implements Probe {

    @Override
    public String protocolName() {
        return protocol.toString();
    }

    @Override
    public boolean stratified() {
        return protocol.stratified();
    }

    @Override
    public int[] predict(Part train, Part valid, NDArray test, int classes, Seeds seeds, int fold) {
        try (NDManager scope = train.features().getManager().newSubManager()) {
            scope.tempAttachAll(train.features(), valid.features(), test);
            Standardizer standardizer = Standardizer.fit(
                    protocol.scalerSeesValidation() ? train.features().concat(valid.features()) : train.features());
            NDArray inputs = SoftmaxRegression.withOnes(standardizer.apply(train.features()));
            NDArray validInputs = SoftmaxRegression.withOnes(standardizer.apply(valid.features()));
            NDArray targets = oneHot(scope, train.labels(), classes);
            NDArray testInputs = SoftmaxRegression.withOnes(standardizer.apply(test));
            NDArray validTargets = oneHot(scope, valid.labels(), classes);
            double best = -1;
            double bestLoss = Double.POSITIVE_INFINITY;
            int[] predicted = new int[0];
            for (double learningRate : protocol.learningRates()) {
                seeds.seedEngine(Seeds.Purpose.PROBE, fold, 1);
                int width = Math.toIntExact(train.features().getShape().get(1));
                SoftmaxRegression layer = new SoftmaxRegression(scope, width, classes, learningRate, protocol);
                SplittableRandom random = seeds.host(Seeds.Purpose.PROBE, fold, 2);
                double accuracy = train(layer, inputs, targets, random, validInputs, valid.labels());
                double loss = layer.loss(validInputs, validTargets);
                if (accuracy > best || (accuracy == best && loss < bestLoss)) {
                    best = accuracy;
                    bestLoss = loss;
                    predicted = layer.predict(testInputs);
                }
            }
            return predicted;
        }
    }

    /** Trains until there was no new best validation accuracy for a while, and goes back to the best epoch. */
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
        for (int epoch = 0; epoch < protocol.epochs() && worse < protocol.patience(); epoch++) {
            epoch(layer, inputs, targets, random);
            double accuracy = Metrics.accuracy(validLabels, layer.predict(validInputs));
            worse++;
            if (protocol.prefers(accuracy, best)) {
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
            for (int first = 0; first < count; first += protocol.batchSize()) {
                String rows = first + ":" + Math.min(count, first + protocol.batchSize());
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
