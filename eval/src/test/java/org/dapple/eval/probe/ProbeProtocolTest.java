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
import java.util.List;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Seeds;
import org.dapple.data.Clip;
import org.dapple.data.downstream.DownstreamMetric;
import org.dapple.eval.Fold;
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
        Fold drawn = Fold.of(clips, SEEDS, false).get(0);
        Fold stratified = Fold.of(clips, SEEDS, true).get(0);
        assertEquals(36, drawn.valid().size());
        assertEquals(
                4,
                drawn.valid().stream().map(i -> clips.get(i).label()).distinct().count());
        assertEquals(360, drawn.train().size() + drawn.valid().size());
        assertNotEquals(stratified.valid(), drawn.valid());
        assertEquals(drawn, Fold.of(clips, SEEDS, false).get(0));
        List<Clip> rare = clips(100, 40);
        String message = assertThrows(ConfigurationException.class, () -> Fold.of(rare, SEEDS, false))
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
            NDArray scores = probe.predict(train, valid, test, DownstreamMetric.ACCURACY, SEEDS, 0);
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
}
