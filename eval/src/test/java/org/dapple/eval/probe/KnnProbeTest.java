package org.dapple.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class KnnProbeTest extends WithManager {
    private static final Seeds SEEDS = new Seeds(1);

    private int[] predict(KnnProbe probe, NDArray features, int[] labels, NDArray test, int classes) {
        Probe.Part part = new Probe.Part(features, OneHot.of(manager, classes, labels));
        return OneHot.largest(probe.predict(part, part, test, DownstreamMetric.ACCURACY, SEEDS, 0)
                .scores());
    }

    /** By direction, not by distance: the long vector is as near as a short one. */
    @Test
    void theNearestByCosineDecide() {
        NDArray features = manager.create(new float[] {100, 0, 0, 1, 0, 2}).reshape(3, 2);
        NDArray test = manager.create(new float[] {1, 0.1f, 0.1f, 1, 0, 0}).reshape(3, 2);
        int[] predicted = predict(new KnnProbe(1, 0.07), features, new int[] {0, 1, 1}, test, 2);
        assertEquals(0, predicted[0]);
        assertEquals(1, predicted[1]);
    }

    /** Two clips of the wrong class outvote a nearer one only where the temperature lets them. */
    @Test
    void nearerClipsWeighMore() {
        NDArray features = manager.create(new float[] {1, 0, 1, 0.6f, 1, -0.6f}).reshape(3, 2);
        int[] labels = {0, 1, 1};
        NDArray test = manager.create(new float[] {1, 0}).reshape(1, 2);
        assertArrayEquals(new int[] {0}, predict(new KnnProbe(3, 0.07), features, labels, test, 2));
        assertArrayEquals(new int[] {1}, predict(new KnnProbe(3, 10), features, labels, test, 2));
        assertArrayEquals(new int[] {0}, predict(new KnnProbe(99, 0.07), features, labels, test, 2), "k is bounded");
    }

    @Test
    void manyClipsAreVotedOnInChunks() {
        Engine.getInstance().setRandomSeed(3);
        NDArray features = manager.randomNormal(new Shape(2500, 8));
        int[] labels = new int[2500];
        Arrays.setAll(labels, i -> i % 7);
        assertArrayEquals(
                labels, predict(new KnnProbe(1, 0.07), features, labels, features, 7), "each its own nearest");
    }

    @Test
    void wrongValuesAreNamed() {
        assertThrows(ConfigurationException.class, () -> new KnnProbe(0, 1));
        assertThrows(ConfigurationException.class, () -> new KnnProbe(1, 0));
        assertEquals("knn/2", Probe.named("knn").protocolName());
        assertEquals("strict/2", Probe.named("strict").protocolName());
    }
}
