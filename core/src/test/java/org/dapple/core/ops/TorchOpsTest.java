package org.dapple.core.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

/** The native operations against compositions of NDArray operations, values and gradients. */
class TorchOpsTest extends WithManager {
    private final TorchOps scripted = new ScriptedOps();
    private final TorchOps composed = new ComposedOps();

    @Test
    void theNativeOnesAreTheStandard() {
        assertInstanceOf(ScriptedOps.class, TorchOps.standard());
    }

    private NDArray normal(long... shape) {
        return manager.randomNormal(new Shape(shape));
    }

    /** The result of an operation and the gradients of its weighted sum by every input. */
    private static List<NDArray> withGradients(NDList inputs, NDArray weights, Function<NDList, NDArray> operation) {
        List<NDArray> results = new ArrayList<>();
        inputs.forEach(input -> input.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray result = operation.apply(inputs);
            collector.backward(result.mul(weights).sum());
            results.add(result.stopGradient());
        }
        inputs.forEach(input -> {
            results.add(input.getGradient().duplicate());
            input.getGradient().muli(0);
        });
        return results;
    }

    private static void assertSame(String what, List<NDArray> expected, List<NDArray> actual, double tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            Golden.assertClose(
                    what + (i == 0 ? "" : ", gradient " + i), expected.get(i), actual.get(i), tolerance, tolerance);
        }
    }

    @Test
    void attention() {
        NDList inputs = new NDList(normal(3, 2, 7, 8), normal(3, 2, 5, 8), normal(3, 2, 5, 8));
        NDArray weights = normal(3, 2, 7, 8);
        assertSame(
                "attention",
                withGradients(inputs, weights, in -> composed.attention(in.get(0), in.get(1), in.get(2))),
                withGradients(inputs, weights, in -> scripted.attention(in.get(0), in.get(1), in.get(2))),
                1e-5);
    }

    @Test
    void linearInBothPrecisions() {
        NDList inputs = new NDList(normal(3, 6, 32), normal(16, 32), normal(16));
        NDArray weights = normal(3, 6, 16);
        List<NDArray> exact =
                withGradients(inputs, weights, in -> composed.linear(in.get(0), in.get(1), in.get(2), Precision.FP32));
        assertSame(
                "linear",
                exact,
                withGradients(inputs, weights, in -> scripted.linear(in.get(0), in.get(1), in.get(2), Precision.FP32)),
                1e-5);
        List<NDArray> rough =
                withGradients(inputs, weights, in -> scripted.linear(in.get(0), in.get(1), in.get(2), Precision.BF16));
        assertEquals(DataType.FLOAT32, rough.get(0).getDataType());
        for (int i = 0; i < exact.size(); i++) {
            double error = relative(exact.get(i), rough.get(i));
            assertTrue(error > 1e-4 && error < 1e-2, "eight bits of mantissa: " + error);
        }
    }

    private static double relative(NDArray expected, NDArray actual) {
        double difference = actual.sub(expected).square().sum().getFloat();
        return Math.sqrt(difference / expected.square().sum().getFloat());
    }

    @Test
    void adamW() {
        List<List<float[]>> results = new ArrayList<>();
        for (TorchOps ops : List.of(composed, scripted)) {
            Engine.getInstance().setRandomSeed(7);
            NDList values = new NDList(normal(4, 5), normal(6));
            NDList first = new NDList(manager.zeros(new Shape(4, 5)), manager.zeros(new Shape(6)));
            NDList second = new NDList(manager.zeros(new Shape(4, 5)), manager.zeros(new Shape(6)));
            for (int step = 1; step <= 3; step++) {
                NDList slopes = new NDList(normal(4, 5), normal(6));
                ops.adamW(new TorchOps.AdamWUpdate(step, 0.01, 0.9, 0.95, 1e-8, 0.05), values, slopes, first, second);
            }
            results.add(Arrays.asList(
                    values.get(0).toFloatArray(),
                    values.get(1).toFloatArray(),
                    first.get(0).toFloatArray(),
                    second.get(1).toFloatArray()));
        }
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(results.get(0).get(i), results.get(1).get(i), 1e-6f);
        }
    }

    @Test
    void amsGrad() {
        List<List<float[]>> results = new ArrayList<>();
        for (TorchOps ops : List.of(composed, scripted)) {
            Engine.getInstance().setRandomSeed(8);
            NDList values = new NDList(normal(4, 5), normal(6));
            NDList first = new NDList(manager.zeros(new Shape(4, 5)), manager.zeros(new Shape(6)));
            NDList second = new NDList(manager.zeros(new Shape(4, 5)), manager.zeros(new Shape(6)));
            NDList largest = new NDList(manager.zeros(new Shape(4, 5)), manager.zeros(new Shape(6)));
            for (int step = 1; step <= 4; step++) {
                NDList slopes = new NDList(normal(4, 5), normal(6));
                int shrinking = step;
                slopes.forEach(slope -> slope.divi(shrinking)); // so that the largest square may be an old one
                ops.amsGrad(
                        new TorchOps.AdamWUpdate(step, 0.01, 0.9, 0.5, 1e-8, 0.05),
                        values,
                        slopes,
                        first,
                        second,
                        largest);
            }
            assertTrue(largest.get(0).sub(second.get(0)).max().getFloat() > 0, "an old square is larger");
            results.add(Arrays.asList(
                    values.get(0).toFloatArray(),
                    values.get(1).toFloatArray(),
                    first.get(0).toFloatArray(),
                    second.get(1).toFloatArray(),
                    largest.get(0).toFloatArray()));
        }
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(results.get(0).get(i), results.get(1).get(i), 1e-6f);
        }
    }

    @Test
    void movingTowards() {
        for (TorchOps ops : List.of(composed, scripted)) {
            NDList targets = new NDList(manager.create(new float[] {1, 2}), manager.create(new float[] {10}));
            NDList sources = new NDList(manager.create(new float[] {3, 2}), manager.create(new float[] {0}));
            ops.moveTowards(targets, sources, 0.25);
            assertArrayEquals(new float[] {1.5f, 2}, targets.get(0).toFloatArray(), 1e-6f);
            assertArrayEquals(new float[] {7.5f}, targets.get(1).toFloatArray(), 1e-6f);
        }
    }

    @Test
    void clippingAndZeroing() {
        for (TorchOps ops : List.of(composed, scripted)) {
            NDList arrays = new NDList(manager.create(new float[] {3, 0}), manager.create(new float[] {4}));
            assertEquals(5, ops.clipNorm(arrays, 10).getFloat(), 1e-5);
            assertArrayEquals(new float[] {3, 0}, arrays.get(0).toFloatArray(), "below the limit nothing changes");
            assertEquals(5, ops.clipNorm(arrays, 1).getFloat(), 1e-5);
            assertArrayEquals(new float[] {0.6f, 0}, arrays.get(0).toFloatArray(), 1e-6f);
            ops.zero(arrays);
            assertEquals(0, arrays.get(1).getFloat());
        }
    }

    @Test
    void eigenvectors() {
        NDArray half = normal(4, 6, 6);
        NDArray matrices = half.add(half.transpose(0, 2, 1));
        NDList pairs = scripted.eigh(matrices);
        NDArray values = pairs.get(0);
        NDArray vectors = pairs.get(1);
        NDArray rebuilt = vectors.mul(values.expandDims(1)).matMul(vectors.transpose(0, 2, 1));
        Golden.assertClose("V diag(λ) Vᵀ", matrices, rebuilt, 1e-4, 1e-4);
        assertTrue(values.get(":, 1:").gte(values.get(":, :-1")).all().getBoolean(), "ascending");
        assertThrows(UnsupportedOperationException.class, () -> composed.eigh(matrices));
    }

    /** The first of two draws has probability wᵢ, the pair (i, j) wᵢ · wⱼ / (1 − wᵢ). */
    @Test
    void drawsFollowTheirWeights() {
        int rows = 100_000;
        double[] weights = {0.1, 0.2, 0.7};
        for (TorchOps ops : List.of(composed, scripted)) {
            Engine.getInstance().setRandomSeed(11);
            NDArray given =
                    manager.create(new float[] {0.1f, 0.2f, 0.7f}).reshape(1, 3).broadcast(rows, 3);
            long[] drawn = ops.multinomial(given, 2).toLongArray();
            double[] pairs = new double[9];
            for (int row = 0; row < rows; row++) {
                pairs[(int) (3 * drawn[2 * row] + drawn[2 * row + 1])]++;
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(0, pairs[4 * i], "without replacement");
                for (int j = 0; j < 3; j++) {
                    double p = i == j ? 0 : weights[i] * weights[j] / (1 - weights[i]);
                    double deviation = Math.sqrt(rows * p * (1 - p)) + 1e-9;
                    assertTrue(Math.abs(pairs[3 * i + j] - rows * p) < 5 * deviation, "pair " + i + ", " + j);
                }
            }
        }
    }

    @Test
    void aWrongCallNamesTheOperationAndTheEngine() {
        EngineException problem = assertThrows(
                EngineException.class, () -> scripted.attention(normal(1, 1, 2, 3), normal(1, 1, 2, 4), normal(1)));
        assertTrue(problem.getMessage().startsWith("the operation attention failed in PyTorch 2.7.1: "), problem + "");
    }
}
