package org.dapple.core.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class InPlaceTest extends WithManager {

    @Test
    void valuesAreCopiedAndTheArrayStays() {
        for (Shape shape : new Shape[] {new Shape(3), new Shape(2, 3), new Shape(1, 1, 3, 2)}) {
            NDArray target = manager.full(shape, Float.NaN);
            target.setRequiresGradient(true);
            NDArray alias = target.reshape(-1);
            NDArray values = manager.arange((float) shape.size()).reshape(shape);
            InPlace.copy(values, target);
            assertArrayEquals(values.toFloatArray(), alias.toFloatArray());
            assertTrue(target.hasGradient());
            values.addi(1);
            assertEquals(0, target.toFloatArray()[0], "a copy, not an alias");
        }
    }
}
