package org.dapple.train.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "dapple.ops", matches = "composed", disabledReason = "eigh cannot be composed")
class EncoderHealthTest extends WithManager {
    @Test
    void theRankOfKnownMatrices() {
        assertEquals(5, EncoderHealth.of(manager.eye(5)).rankMe(), 1e-4);
        NDArray line = manager.arange(1f, 7).reshape(6, 1).matMul(manager.ones(new Shape(1, 4)));
        assertEquals(1, EncoderHealth.of(line).rankMe(), 1e-4);
        assertEquals(1, EncoderHealth.of(line.transpose()).rankMe(), 1e-4, "also where there are fewer rows");
        // Singular values 3 and 1: shares 3/4 and 1/4.
        NDArray two = manager.create(new float[] {3, 0, 0, -1, 0, 0}, new Shape(3, 2));
        double expected = Math.exp(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)));
        assertEquals(expected, EncoderHealth.of(two).rankMe(), 1e-4);
    }

    @Test
    void theVarianceIsOverPatches() {
        NDArray rows = manager.create(new float[] {1, 10, 3, 10}, new Shape(2, 2));
        assertEquals(0.5, EncoderHealth.of(rows).variance(), 1e-12);
        assertTrue(EncoderHealth.of(manager.ones(new Shape(4, 3))).collapsed());
        assertFalse(EncoderHealth.of(manager.eye(5)).collapsed());
        NDArray broken = manager.full(new Shape(4, 3), Float.NaN);
        assertTrue(EncoderHealth.of(broken).collapsed());
    }
}
