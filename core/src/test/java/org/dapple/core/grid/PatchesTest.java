package org.dapple.core.grid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class PatchesTest extends WithManager {

    @Test
    void patchesAreFrequencyMajorAndRowMajorInside() {
        PatchGrid grid = PatchGrid.of(4, 6, 2, 3);
        NDArray image = manager.arange(24f).reshape(1, 1, 4, 6);
        NDArray patches = grid.patchify(image).get(0);
        assertEquals(new Shape(4, 6), patches.getShape());
        assertArrayEquals(
                new float[] {0, 1, 2, 6, 7, 8}, patches.get(grid.index(0, 0)).toFloatArray());
        assertArrayEquals(
                new float[] {3, 4, 5, 9, 10, 11}, patches.get(grid.index(0, 1)).toFloatArray());
        assertArrayEquals(
                new float[] {12, 13, 14, 18, 19, 20},
                patches.get(grid.index(1, 0)).toFloatArray());
        assertEquals(1, grid.row(grid.index(1, 0)));
        assertEquals(0, grid.column(grid.index(1, 0)));
    }

    @Test
    void gridsThatDoNotFitAreRefused() {
        assertThrows(ConfigurationException.class, () -> PatchGrid.of(80, 100, 16, 16));
        assertThrows(ConfigurationException.class, () -> PatchGrid.of(80, 96, 0, 16));
        PatchGrid grid = PatchGrid.of(80, 96, 16, 16);
        assertThrows(IllegalArgumentException.class, () -> grid.patchify(manager.zeros(new Shape(2, 1, 80, 112))));
    }

    @Test
    void derivedMasksAgree() {
        NDArray ids = manager.create(new long[] {2, 0, 3, 1, 1, 3, 0, 2}, new Shape(2, 4));
        PatchMask mask = new PatchMask(ids, 1);
        assertArrayEquals(new long[] {2, 1}, mask.visibleIds().toLongArray());
        assertArrayEquals(new long[] {0, 3, 1, 3, 0, 2}, mask.maskedIds().toLongArray());
        assertArrayEquals(
                new long[] {1, 3, 0, 2, 2, 0, 3, 1}, mask.restoreOrder().toLongArray());
        assertArrayEquals(new float[] {1, 1, 0, 1, 1, 0, 1, 1}, mask.binary().toFloatArray());
    }

    @Test
    void masksOfAnotherShapeAreRefused() {
        NDArray ids = manager.zeros(new Shape(2, 4), DataType.INT64);
        assertThrows(IllegalArgumentException.class, () -> new PatchMask(ids, 5));
        assertThrows(IllegalArgumentException.class, () -> new PatchMask(manager.zeros(new Shape(2, 4)), 1));
    }

    @Test
    void countsRoundInDoubleArithmetic() {
        assertEquals(37, PatchMask.visibleCount(190, 0.8));
        assertEquals(57, PatchMask.visibleCount(190, 0.7));
        assertEquals(102, PatchMask.visibleCount(512, 0.8));
    }
}
