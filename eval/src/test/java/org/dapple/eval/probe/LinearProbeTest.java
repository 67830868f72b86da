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

class LinearProbeTest extends WithManager {
    private static final int CLASSES = 10;

    private static int[] labels(NDArray y, int first, int last) {
        long[] values = y.get(first + ":" + last).toLongArray();
        int[] labels = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            labels[i] = (int) values[i];
        }
        return labels;
    }

    @Test
    void standardisationEqualsTheReference() {
        Golden golden = Golden.load(manager, "probe.npz");
        Standardizer standardizer = Standardizer.fit(golden.get("X").get(":1000"));
        Golden.assertClose("mean", golden.get("mean"), standardizer.mean(), 1e-5, 0);
        Golden.assertClose("scale", golden.get("scale"), standardizer.scale(), 1e-5, 0);
        Golden.assertClose("Z", golden.get("Z"), standardizer.apply(golden.get("X")), 1e-5, 0);
    }

    /**
     * Ten epochs in fixed order against the reference's weights, losses and accuracies, beside a layer of another rate.
     */
    @Test
    void optimisationEqualsTheReference() {
        Golden golden = Golden.load(manager, "probe.npz");
        NDArray inputs = LinearLayers.withOnes(golden.get("Z"));
        NDArray targets = OneHot.of(manager, CLASSES, labels(golden.get("y"), 0, 1000));
        NDArray first = golden.get("adam_W0").transpose().concat(manager.zeros(new Shape(1, 10)), 0);
        ProbeProtocol protocol = ProbeProtocol.evar().withLearningRates(List.of(1e-4, 3e-3));
        LinearLayers layers = new LinearLayers(first, DownstreamMetric.ACCURACY, protocol);
        float[] losses = golden.get("adam_losses").toFloatArray();
        for (int epoch = 0; epoch < 10; epoch++) {
            double sum = 0;
            for (int start = 0; start < 1000; start += 200) {
                String rows = start + ":" + (start + 200);
                sum += layers.losses(inputs.get(rows), targets.get(rows))[1];
                layers.step(inputs.get(rows), targets.get(rows));
            }
            assertEquals(losses[epoch], sum / 5, 1e-5, "loss of epoch " + epoch);
        }
        Golden.assertClose(
                "W", golden.get("adam_W"), layers.weights(1).get(":64").transpose(), 1e-5, 0);
        Golden.assertClose("b", golden.get("adam_b"), layers.weights(1).get(64), 1e-5, 0);
        float[] accuracies = golden.get("adam_acc_val_test").toFloatArray();
        int[] predicted = OneHot.largest(layers.scores(1, inputs));
        assertEquals(accuracies[0], accuracy(golden, predicted, 1000, 1300), 1e-6);
        assertEquals(accuracies[1], accuracy(golden, predicted, 1300, 1797), 1e-6);
    }

    private static double accuracy(Golden golden, int[] predicted, int first, int last) {
        return Accuracy.of(labels(golden.get("y"), first, last), Arrays.copyOfRange(predicted, first, last));
    }

    /**
     * The whole protocol: shuffling, validation, early stopping; the reference's own classifier scores 0.913 ± 0.005.
     */
    @Test
    void theProtocolScoresLikeTheReference() {
        Golden golden = Golden.load(manager, "probe.npz");
        NDArray x = golden.get("X").toType(DataType.FLOAT32, false);
        Probe.Part train =
                new Probe.Part(x.get(":1000"), OneHot.of(manager, CLASSES, labels(golden.get("y"), 0, 1000)));
        Probe.Part valid =
                new Probe.Part(x.get("1000:1300"), OneHot.of(manager, CLASSES, labels(golden.get("y"), 1000, 1300)));
        // The reference's own validation clips were given, and its scaler did not see them.
        ProbeProtocol given =
                new ProbeProtocol("evar with 3e-4", 1, 200, 200, List.of(3e-4), 1e-8, 20, true, false, true, false);
        LinearProbe probe = new LinearProbe(given);
        int[] truth = labels(golden.get("y"), 1300, 1797);
        int[] predicted = predict(probe, train, valid, x.get("1300:"));
        double accuracy = Accuracy.of(truth, predicted);
        assertTrue(accuracy >= 0.90 && accuracy <= 0.93, "accuracy " + accuracy);
        assertArrayEquals(predicted, predict(probe, train, valid, x.get("1300:")));
        // A second rate beside it that is far too slow learns nothing and changes nothing.
        LinearProbe pair = new LinearProbe(given.withLearningRates(List.of(1e-9, 3e-4)));
        double beside = Accuracy.of(truth, predict(pair, train, valid, x.get("1300:")));
        assertEquals(accuracy, beside, 2.0 / 497, "but for the rounding of a wider product");
    }

    private static int[] predict(LinearProbe probe, Probe.Part train, Probe.Part valid, NDArray test) {
        return OneHot.largest(probe.predict(train, valid, test, DownstreamMetric.ACCURACY, new Seeds(42), 0)
                .scores());
    }
}
