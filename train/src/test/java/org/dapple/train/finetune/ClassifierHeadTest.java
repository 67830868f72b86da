package org.dapple.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.layers.Weights;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The head and its losses against central differences, PyTorch's own batch normalisation, and figures by hand. */
class ClassifierHeadTest extends WithManager {
    private static final double STEP = 1e-5;

    private ClassifierHead head(int width, int classes, DataType type) {
        Engine.getInstance().setRandomSeed(1);
        ClassifierHead head = new ClassifierHead(width, classes);
        head.initialize(manager, type, new Shape(2, width));
        return head;
    }

    private ParameterStore store() {
        return new ParameterStore(manager, false);
    }

    private NDArray array(ClassifierHead head, String name) {
        return Objects.requireNonNull(Weights.of(head).get(name));
    }

    @ParameterizedTest
    @EnumSource(LabelKind.class)
    void gradientsEqualCentralDifferences(LabelKind kind) {
        ClassifierHead head = head(6, 4, DataType.FLOAT64);
        NDArray features = manager.randomNormal(0, 2, new Shape(5, 6), DataType.FLOAT64);
        NDArray targets = manager.randomUniform(0, 1, new Shape(5, 4), DataType.FLOAT64);
        if (kind == LabelKind.ONE) { // soft targets that sum to 1, as mixup makes them
            targets = targets.div(targets.sum(new int[] {1}, true));
        }
        try (NDArray weight = array(head, "weight").stopGradient();
                NDArray bias = array(head, "bias").stopGradient()) {
            weight.addi(manager.randomNormal(0, 0.5f, weight.getShape(), DataType.FLOAT64));
            bias.addi(manager.randomNormal(0, 0.5f, bias.getShape(), DataType.FLOAT64));
        }
        Map<String, NDArray> learning = new LinkedHashMap<>();
        learning.put("features", features);
        NamedParameters.of(head).forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                learning.put(name, parameter.getArray());
            }
        });
        assertEquals(3, learning.size(), "features, weight, bias");
        features.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(kind.loss(head.forward(store(), features, true), targets));
        }
        NDArray wanted = targets;
        learning.forEach((name, array) -> {
            NDArray gradient = array.getGradient().flatten();
            NDArray value = array.stopGradient().flatten();
            for (long i = 0; i < value.size(); i++) {
                double before = value.getDouble(i);
                value.set(new NDIndex("{}", i), before + STEP);
                double above =
                        kind.loss(head.forward(store(), features, true), wanted).getDouble();
                value.set(new NDIndex("{}", i), before - STEP);
                double below =
                        kind.loss(head.forward(store(), features, true), wanted).getDouble();
                value.set(new NDIndex("{}", i), before);
                double expected = (above - below) / (2 * STEP);
                assertEquals(expected, gradient.getDouble(i), 1e-9 + 1e-6 * Math.abs(expected), name + "[" + i + "]");
            }
        });
    }

    /** At a logit of exactly zero max and absolute value have no derivative of their own, but the loss has one. */
    @Test
    void theBinaryLossHasItsGradientAtZeroAndFarOut() {
        NDArray logits = manager.create(new float[] {0, 0, 200, -200, 200}).reshape(1, 5);
        NDArray targets = manager.create(new float[] {0, 1, 1, 1, 0}).reshape(1, 5);
        logits.setRequiresGradient(true);
        NDArray loss;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            loss = LabelKind.SEVERAL.loss(logits, targets);
            collector.backward(loss);
        }
        assertEquals((2 * Math.log(2) + 0 + 200 + 200) / 5, loss.getFloat(), 1e-4);
        NDArray expected =
                manager.create(new float[] {0.1f, -0.1f, 0, -0.2f, 0.2f}).reshape(1, 5);
        Golden.assertClose("gradient", expected, logits.getGradient(), 1e-6, 0);
    }

    @Test
    void theLossOfOneLabelIsAveragedOverClassesToo() {
        NDArray logits = manager.create(new float[] {1, 2, 3, 0, 0, 0}).reshape(2, 3);
        NDArray targets = manager.create(new float[] {0, 0.25f, 0.75f, 1, 0, 0}).reshape(2, 3);
        double logSum = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
        double expected = (-(0.25 * (2 - logSum) + 0.75 * (3 - logSum)) + Math.log(3)) / (2 * 3);
        assertEquals(expected, LabelKind.ONE.loss(logits, targets).getFloat(), 1e-6);
        Golden.assertClose(
                "probabilities",
                manager.create(new float[] {1 / 3f, 1 / 3f, 1 / 3f}),
                LabelKind.ONE.probabilities(logits).get(1),
                1e-6,
                0);
        Golden.assertClose(
                "independent ones",
                manager.create(new float[] {0.5f, 0.5f, 0.5f}),
                LabelKind.SEVERAL.probabilities(logits).get(1),
                1e-6,
                0);
    }

    @Test
    void scoresAreAccuracyAndMeanAveragePrecision() {
        float[] scores = {0.1f, 0.9f, 0.8f, 0.2f, 0.3f, 0.7f};
        assertEquals(2 / 3.0, LabelKind.ONE.score(new float[] {0, 1, 0, 1, 0, 1}, scores, 2), 1e-9);
        // First class: clips ranked 2, 3, 1, relevant 3 only; second: ranked 1, 3, 2, relevant 1 and 2.
        assertEquals(
                (1 / 2.0 + (1 + 2 / 3.0) / 2) / 2,
                LabelKind.SEVERAL.score(new float[] {0, 1, 0, 1, 1, 0}, scores, 2),
                1e-9);
    }

    @Test
    void batchStatisticsAreThoseOfPyTorch() {
        ClassifierHead head = head(2, 2, DataType.FLOAT32);
        NDArray first = manager.create(new float[] {1, 10, 3, 10, 5, 40}).reshape(3, 2);
        NDArray second = manager.create(new float[] {2, -4, 4, -8}).reshape(2, 2);
        NDArray mean = manager.zeros(new Shape(2));
        NDArray variance = manager.ones(new Shape(2));
        for (NDArray batch : new NDArray[] {first, second}) {
            NDArray reference = ai.djl.nn.norm.BatchNorm.batchNorm(
                            batch,
                            mean,
                            variance,
                            manager.ones(new Shape(2)),
                            manager.zeros(new Shape(2)),
                            1,
                            0.9f,
                            1e-5f,
                            true)
                    .singletonOrThrow();
            Golden.assertClose("normalised", scored(head, reference), head.forward(store(), batch, true), 1e-6, 0);
        }
        // By hand: means 3 and 20, unbiased variances 4 and 300; then 3 and -6, 2 and 8.
        float[] means = {0.9f * 0.3f + 0.1f * 3, 0.9f * 2 + 0.1f * -6};
        float[] variances = {0.9f * (0.9f + 0.1f * 4) + 0.1f * 2, 0.9f * (0.9f + 0.1f * 300) + 0.1f * 8};
        Golden.assertClose("mean", manager.create(means), array(head, "norm.running_mean"), 1e-5, 0);
        Golden.assertClose("variance", manager.create(variances), array(head, "norm.running_var"), 1e-5, 0);

        NDArray before = array(head, "norm.running_mean").duplicate();
        NDArray estimated = first.sub(manager.create(means))
                .div(manager.create(variances).add(1e-5).sqrt());
        Golden.assertClose("by estimates", scored(head, estimated), head.forward(store(), first, false), 1e-5, 0);
        NDArray alone = head.forward(store(), first.get("1:2"), false);
        Golden.assertClose("alone", scored(head, estimated).get("1:2"), alone, 1e-5, 0);
        Golden.assertClose("unchanged by use", before, array(head, "norm.running_mean"), 0, 0);
    }

    private NDArray scored(ClassifierHead head, NDArray normalized) {
        return normalized
                .matMul(array(head, "weight").stopGradient().transpose())
                .add(array(head, "bias").stopGradient());
    }

    @Test
    void firstWeightsAreSmallAndBiasesZero() {
        ClassifierHead head = head(500, 20, DataType.FLOAT32);
        NDArray weight = array(head, "weight");
        assertEquals(new Shape(20, 500), weight.getShape());
        assertEquals(0, weight.mean().getFloat(), 5 * 0.01 / 100);
        assertEquals(0.01, Math.sqrt(weight.square().mean().getFloat()), 5 * 0.01 / 140);
        assertEquals(0, array(head, "bias").abs().sum().getFloat());
        assertTrue(NamedParameters.of(head).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("norm."))
                .map(Map.Entry::getValue)
                .noneMatch(Parameter::requiresGradient));
    }

    @Test
    void aBatchOfOneIsRefused() {
        ClassifierHead head = head(2, 2, DataType.FLOAT32);
        NDArray one = manager.ones(new Shape(1, 2));
        assertThrows(IllegalArgumentException.class, () -> head.forward(store(), one, true));
    }
}
