package org.dapple.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.Fold;
import org.dapple.data.task.Validation;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class ProbeProtocolTest extends WithManager {
    private static final Seeds SEEDS = new Seeds(3);

    private static List<Clip> clips(int count, int classes) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String split = i % 10 == 0 ? "test" : "train";
            clips.add(new Clip("clip" + i, Path.of("clip" + i), "label" + i % classes, null, split));
        }
        return clips;
    }

    @Test
    void protocolsHaveNamesAndVersions() {
        assertEquals("strict/2", ProbeProtocol.named("strict").toString());
        assertEquals(ProbeProtocol.evar(), ProbeProtocol.named("EVAR"));
        String message = assertThrows(ConfigurationException.class, () -> ProbeProtocol.named("strikt"))
                .getMessage();
        assertTrue(message.contains("did you mean strict?"), message);
        assertNotEquals(
                ProbeProtocol.strict().name(),
                ProbeProtocol.strict().withLearningRates(List.of(0.1)).name());
        assertThrows(ConfigurationException.class, () -> ProbeProtocol.strict().withLearningRates(List.of()));
    }

    /** The reference draws from all clips together until every class is there; a rare class makes that hopeless. */
    @Test
    void validationPartsAreDrawnAsTheProtocolSays() {
        List<Clip> clips = clips(400, 4);
        Fold drawn = Fold.of(clips, SEEDS, Validation.DRAWN).get(0);
        Fold stratified = Fold.of(clips, SEEDS, Validation.STRATIFIED).get(0);
        assertEquals(36, drawn.valid().size());
        assertEquals(
                4,
                drawn.valid().stream().map(i -> clips.get(i).label()).distinct().count());
        assertEquals(360, drawn.train().size() + drawn.valid().size());
        assertNotEquals(stratified.valid(), drawn.valid());
        assertEquals(drawn, Fold.of(clips, SEEDS, Validation.DRAWN).get(0));
        List<Clip> rare = clips(100, 40);
        String message = assertThrows(ConfigurationException.class, () -> Fold.of(rare, SEEDS, Validation.DRAWN))
                .getMessage();
        assertTrue(message.contains("in 100 draws of a tenth"), message);
    }

    /** Of equally good epochs one protocol keeps the first, the other the last. */
    @Test
    void tiesFollowTheProtocol() {
        assertFalse(ProbeProtocol.strict().prefers(0.5, 0.5));
        assertTrue(ProbeProtocol.evar().prefers(0.5, 0.5));
        assertTrue(ProbeProtocol.strict().prefers(0.6, 0.5));
        assertFalse(ProbeProtocol.evar().prefers(0.4, 0.5));
    }

    @Test
    void twoClassesWorkInBothProtocols() {
        NDArray features = manager.create(new float[] {-9, -8, 8, 9}).reshape(4, 1);
        Probe.Part train = new Probe.Part(features, OneHot.of(manager, 2, 0, 0, 1, 1));
        Probe.Part valid = new Probe.Part(features.duplicate(), train.targets().duplicate());
        NDArray test = manager.create(new float[] {-9, 9}).reshape(2, 1);
        for (ProbeProtocol protocol : List.of(ProbeProtocol.strict(), ProbeProtocol.evar())) {
            Probe probe = new LinearProbe(protocol.withLearningRates(List.of(0.1)));
            NDArray scores = probe.predict(train, valid, test, DownstreamMetric.ACCURACY, SEEDS, 0)
                    .scores();
            assertArrayEquals(new int[] {0, 1}, OneHot.largest(scores), protocol.toString());
        }
    }

    /** Division by the classes makes the gradient smaller, which Adam hardly notices, and the loss. */
    @Test
    void theLossIsDividedByTheClassesInOneProtocol() {
        NDArray inputs =
                LinearLayers.withOnes(manager.create(new float[] {1, 2}).reshape(2, 1));
        NDArray targets = OneHot.of(manager, 4, 0, 2);
        assertEquals(Math.log(4), loss(ProbeProtocol.strict(), DownstreamMetric.ACCURACY, inputs, targets), 1e-6);
        assertEquals(Math.log(4) / 4, loss(ProbeProtocol.evar(), DownstreamMetric.ACCURACY, inputs, targets), 1e-6);
        double several = loss(ProbeProtocol.strict(), DownstreamMetric.MEAN_AVERAGE_PRECISION, inputs, targets);
        assertEquals(Math.log(2), several, 1e-6, "the mean of four yes-or-no questions");
    }

    private double loss(ProbeProtocol protocol, DownstreamMetric metric, NDArray inputs, NDArray targets) {
        return new LinearLayers(manager.zeros(new Shape(2, 4)), metric, protocol).losses(inputs, targets)[0];
    }

    /** The reference's rates: M2D has its own, and log-mels with M2D's would hardly train. */
    @Test
    void oneProtocolPrescribesALearningRate() {
        assertEquals("evar/2, learning rate 3.0e-04", Probe.named("evar").protocolName());
        assertEquals(
                "evar/2, learning rate 3.0e-05",
                Probe.named("evar").atLearningRate(ProbeProtocol.EVAR_RATE_M2D).protocolName());
        for (String name : List.of("strict", "logistic", "knn")) {
            Probe probe = Probe.named(name);
            assertEquals(probe, probe.atLearningRate(1));
        }
        assertEquals(3, Probe.named("evar").usualSeeds());
    }

    /** A tenth, rounded up, as the reference draws it. */
    @Test
    void drawnPartsAreRoundedUp() {
        List<Clip> clips = clips(46, 2); // 41 of them to train on
        assertEquals(5, Fold.of(clips, SEEDS, Validation.DRAWN).get(0).valid().size());
    }

    /** Only where the reference draws the validation part has its scaler seen it. */
    @Test
    void theScalerSeesValidationClipsOnlyWhereTheyWereDrawn() {
        NDArray features = manager.create(new float[] {-9, -8, 8, 9}).reshape(4, 1);
        Probe.Part train = new Probe.Part(features, OneHot.of(manager, 2, 0, 0, 1, 1));
        NDArray far = manager.create(new float[] {-900, 900}).reshape(2, 1);
        NDArray test = manager.create(new float[] {-1, 1}).reshape(2, 1);
        Probe evar = new LinearProbe(ProbeProtocol.evar());
        float[][] scores = new float[2][];
        for (int i = 0; i < 2; i++) {
            Probe.Part valid = new Probe.Part(far, OneHot.of(manager, 2, 0, 1), i == 1);
            NDArray found = evar.predict(train, valid, test, DownstreamMetric.ACCURACY, SEEDS, 0)
                    .scores();
            scores[i] = found.get(":, 0").sub(found.get(":, 1")).toFloatArray();
        }
        double given = Math.abs(scores[0][1] - scores[0][0]);
        double drawn = Math.abs(scores[1][1] - scores[1][0]);
        assertTrue(given > 10 * drawn, "a step of the inputs is " + given + " and " + drawn);
    }

    /** Features in other units are the same features. */
    @Test
    void smallFeaturesAreNotConstant() {
        int[] labels = new int[60];
        Arrays.setAll(labels, i -> i % 3);
        NDArray targets = OneHot.of(manager, 3, labels);
        NDArray features =
                targets.add(manager.randomNormal(new Shape(60, 3)).mul(0.5f)).add(5);
        int[][] predicted = new int[2][];
        for (int i = 0; i < 2; i++) {
            NDArray scaled = features.mul(i == 0 ? 1 : 1e-6f);
            Probe.Part train = new Probe.Part(scaled, targets.duplicate());
            Probe.Part valid = new Probe.Part(scaled.duplicate(), targets.duplicate());
            predicted[i] = OneHot.largest(LogisticProbe.standard()
                    .predict(train, valid, scaled.duplicate(), DownstreamMetric.ACCURACY, SEEDS, 0)
                    .scores());
        }
        assertArrayEquals(predicted[0], predicted[1]);
        NDArray constant = manager.ones(new Shape(60, 1)).mul(0.1f);
        assertEquals(1, Standardizer.fit(constant).scale().getFloat(0), "rounding of a constant is not amplified");
    }
}
