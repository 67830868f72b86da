package org.dapple.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.dapple.core.run.Seeds;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticProbeTest extends WithManager {
    private static final int CLASSES = 10;

    private static int[] labels(NDArray y, int first, int last) {
        return Arrays.stream(y.get(first + ":" + last).toLongArray())
                .mapToInt(label -> (int) label)
                .toArray();
    }

    /** scikit-learn's optimum: its objective, its weights where they are well determined, its accuracies. */
    @ParameterizedTest
    @CsvSource({"lr_C001, 0.01", "lr_C1, 1"})
    void theOptimumIsTheReferences(String name, double c) {
        Golden golden = Golden.load(manager, "probe.npz");
        NDArray all = LinearLayers.withOnes(golden.get("Z")).toType(DataType.FLOAT64, false);
        NDArray inputs = all.get(":1000");
        NDArray targets =
                OneHot.of(manager, CLASSES, labels(golden.get("y"), 0, 1000)).toType(DataType.FLOAT64, false);
        LogisticRegression problem = new LogisticRegression(inputs, targets, c, DownstreamMetric.ACCURACY);
        NDArray weights = problem.minimum(manager.zeros(new Shape(65, CLASSES), DataType.FLOAT64));

        double expected = golden.get(name + "_objective").getFloat(0);
        assertEquals(expected, problem.objective(weights), 1e-5 * expected);
        if (c < 1) { // beyond, the classes are nearly separable and the optimum is flat
            NDArray coefficients = weights.get(":64").transpose().toType(DataType.FLOAT32, false);
            Golden.assertClose("coef", golden.get(name + "_coef"), coefficients, 1e-3, 0);
        }
        int[] predicted = OneHot.largest(all.matMul(weights));
        float[] accuracies = golden.get(name + "_acc_train_val_test").toFloatArray();
        int[] bounds = {0, 1000, 1300, 1797};
        for (int part = 0; part < 3; part++) {
            int[] truth = labels(golden.get("y"), bounds[part], bounds[part + 1]);
            double accuracy = Accuracy.of(truth, Arrays.copyOfRange(predicted, bounds[part], bounds[part + 1]));
            assertEquals(accuracies[part], accuracy, 1e-6, "part " + part);
        }
    }

    /** At the minimum no direction goes down; of a single class question too. */
    @Test
    void theSlopeVanishesAtTheOptimumOfSeveralLabels() {
        NDArray inputs =
                LinearLayers.withOnes(manager.randomNormal(new Shape(60, 3))).toType(DataType.FLOAT64, false);
        NDArray targets = inputs.get(":, :2").gt(0.3).toType(DataType.FLOAT64, false);
        LogisticRegression problem =
                new LogisticRegression(inputs, targets, 0.5, DownstreamMetric.MEAN_AVERAGE_PRECISION);
        NDArray weights = problem.minimum(manager.zeros(new Shape(4, 2), DataType.FLOAT64));
        double least = problem.objective(weights);
        for (int i = 0; i < 8; i++) {
            double[] nudge = new double[8];
            nudge[i] = 1e-3;
            NDArray direction = manager.create(nudge, new Shape(4, 2));
            double up = problem.objective(weights.add(direction)) - least;
            double down = problem.objective(weights.sub(direction)) - least;
            assertTrue(up > 0 && down > 0, "parameter " + i + ": " + up + ", " + down);
            assertEquals(up, down, 1e-3 * up + 1e-9, "the curve is symmetric at its lowest point");
        }
    }

    @Test
    void theStrengthIsChosenOnTheValidationPart() {
        NDArray noise = manager.randomNormal(new Shape(80, 60)); // more features than 40 clips can pin down
        int[] labels = new int[80];
        Arrays.setAll(labels, i -> i % 2);
        NDArray features = noise.add(OneHot.of(manager, 2, labels)
                .get(":, 1")
                .expandDims(1)
                .mul(manager.ones(new Shape(1, 60)).mul(0.5f)));
        NDArray targets = OneHot.of(manager, 2, labels);
        Probe.Part train = new Probe.Part(features.get(":40"), targets.get(":40"));
        Probe.Part valid = new Probe.Part(features.get("40:"), targets.get("40:"));
        Probe probe = LogisticProbe.standard();
        NDArray scores = probe.predict(
                        train, valid, features.get("40:").duplicate(), DownstreamMetric.ACCURACY, new Seeds(1), 0)
                .scores();
        double chosen = ProbeScore.of(DownstreamMetric.ACCURACY, scores, valid.targets());
        for (double strength : LogisticProbe.standard().strengths()) {
            NDArray other = new LogisticProbe(List.of(strength))
                    .predict(train, valid, features.get("40:").duplicate(), DownstreamMetric.ACCURACY, new Seeds(2), 0)
                    .scores();
            assertTrue(chosen >= ProbeScore.of(DownstreamMetric.ACCURACY, other, valid.targets()), "" + strength);
        }
        assertEquals("logistic/2", Probe.named("logistic").protocolName());
        assertArrayEquals(
                scores.toFloatArray(),
                probe.predict(train, valid, features.get("40:").duplicate(), DownstreamMetric.ACCURACY, new Seeds(9), 3)
                        .scores()
                        .toFloatArray(),
                "nothing is random");
    }
}
