package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dapple.core.run.Seeds;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.Validation;

/**
 * Linear evaluation of frozen embeddings. Features are standardised, one linear layer is trained for each learning
 * rate, side by side; the weights of each layer's best validation epoch are kept, and the best layer wins.
 *
 * @param protocol how the layers are trained
 */
public record LinearProbe(ProbeProtocol protocol) implements Probe {

    @Override
    public String protocolName() {
        return protocol.toString();
    }

    @Override
    public Validation validation() {
        return protocol.stratified() ? Validation.STRATIFIED : Validation.DRAWN;
    }

    @Override
    public int usualSeeds() {
        return protocol.usualSeeds();
    }

    @Override
    public LinearProbe atLearningRate(double rate) {
        return new LinearProbe(protocol.atLearningRate(rate));
    }

    @Override
    public Learned predict(Part train, Part valid, NDArray test, DownstreamMetric metric, Seeds seeds, int fold) {
        NDManager outer = train.features().getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(train.features(), train.targets(), valid.features(), valid.targets(), test);
            boolean together = protocol.scalerSeesDrawn() && valid.drawn();
            Standardizer standardizer =
                    Standardizer.fit(together ? train.features().concat(valid.features()) : train.features());
            Part inputs = standardized(train, standardizer);
            Part validInputs = standardized(valid, standardizer);
            int width = Math.toIntExact(train.features().getShape().get(1));
            int classes = Math.toIntExact(train.targets().getShape().get(1));
            seeds.seedEngine(Seeds.Purpose.PROBE, fold, 1);
            LinearLayers layers = new LinearLayers(LinearLayers.initial(scope, width, classes), metric, protocol);
            Trained trained = train(layers, inputs, validInputs, metric, seeds.host(Seeds.Purpose.PROBE, fold, 2));
            double[] scores = trained.scores;
            double[] losses = layers.losses(validInputs.features(), validInputs.targets());
            int best = 0;
            for (int layer = 1; layer < scores.length; layer++) {
                boolean tied = scores[layer] == scores[best];
                best = scores[layer] > scores[best] || (tied && losses[layer] < losses[best]) ? layer : best;
            }
            NDArray result = layers.scores(best, LinearLayers.withOnes(standardizer.apply(test)));
            result.attach(outer);
            return new Learned(result, facts(best, trained.bestEpochs[best]));
        }
    }

    /** {@return the chosen learning rate and epoch, and whether the epochs ended before the patience did} */
    private Map<String, Object> facts(int layer, int bestEpoch) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("learning_rate", protocol.learningRates().get(layer));
        facts.put("best_epoch", bestEpoch + 1);
        facts.put("epochs", Math.min(protocol.epochs(), bestEpoch + protocol.patience() + 1));
        facts.put("budget_ended", learns(bestEpoch, protocol.epochs()));
        return facts;
    }

    /** The best validation score of each layer, and its epoch, from 0. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Trained(double[] scores, int[] bestEpochs) {}

    private static Part standardized(Part part, Standardizer standardizer) {
        return new Part(LinearLayers.withOnes(standardizer.apply(part.features())), part.targets());
    }

    /** Trains every layer until its validation score has not improved for a while, then restores its best epoch. */
    private Trained train(
            LinearLayers layers, Part inputs, Part valid, DownstreamMetric metric, SplittableRandom random) {
        int count = protocol.learningRates().size();
        NDArray memory = layers.remembered();
        double[] best = new double[count];
        int[] bestEpoch = new int[count];
        Arrays.fill(best, -1);
        for (int epoch = 0; epoch < protocol.epochs() && learns(bestEpoch, epoch); epoch++) {
            epoch(layers, inputs, random);
            double[] scores = layers.metrics(valid.features(), valid.targets(), metric);
            List<Double> improved = new ArrayList<>();
            for (int layer = 0; layer < count; layer++) {
                boolean better = learns(bestEpoch[layer], epoch) && protocol.prefers(scores[layer], best[layer]);
                best[layer] = better ? scores[layer] : best[layer];
                bestEpoch[layer] = better ? epoch : bestEpoch[layer];
                improved.add(better ? 1.0 : 0.0);
            }
            if (improved.contains(1.0)) {
                layers.remember(memory, improved);
            }
        }
        layers.restore(memory);
        return new Trained(best, bestEpoch);
    }

    private boolean learns(int[] bestEpochs, int epoch) {
        return Arrays.stream(bestEpochs).anyMatch(best -> learns(best, epoch));
    }

    /** {@return whether a layer with this best epoch still has patience} */
    private boolean learns(int bestEpoch, int epoch) {
        return epoch - bestEpoch <= protocol.patience();
    }

    private void epoch(LinearLayers layers, Part inputs, SplittableRandom random) {
        try (NDManager scope = inputs.features().getManager().newSubManager()) {
            int count = Math.toIntExact(inputs.features().getShape().get(0));
            NDArray order = scope.create(permutation(count, random));
            NDArray shuffledInputs = inputs.features().get(order);
            NDArray shuffledTargets = inputs.targets().get(order);
            shuffledInputs.attach(scope);
            shuffledTargets.attach(scope);
            for (int first = 0; first < count; first += protocol.batchSize()) {
                String rows = first + ":" + Math.min(count, first + protocol.batchSize());
                try (NDArray batch = shuffledInputs.get(rows);
                        NDArray targets = shuffledTargets.get(rows)) {
                    layers.step(batch, targets);
                }
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
}
