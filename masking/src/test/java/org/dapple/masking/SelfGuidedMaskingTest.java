package org.dapple.masking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.masking.partition.Partition;
import org.dapple.masking.partition.TokenSimilarity;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelfGuidedMaskingTest extends WithManager {
    private static final PatchGrid GRID = new PatchGrid(5, 8, 2, 2);

    @ParameterizedTest
    @EnumSource
    void partitionsAndScoresEqualTheExactOnes(Partition partition) {
        Golden golden = Golden.load(manager, "sgim.npz");
        String tag = partition == Partition.PCA ? "pca_exact" : "spectral";
        TokenSimilarity similarity = new TokenSimilarity(golden.get("tokens"));
        NDArray sides = partition.sides(similarity);
        NDArray expected = golden.get(tag + "_partition").toType(DataType.FLOAT32, false);
        for (int clip = 0; clip < 2; clip++) {
            float agreement = sides.get(clip)
                    .flatten()
                    .eq(expected.get(clip))
                    .toType(DataType.FLOAT32, false)
                    .mean()
                    .getFloat();
            assertEquals(1, Math.max(agreement, 1 - agreement), tag + " of clip " + clip + ", up to side");
        }
        NDArray scores = similarity.toNearerCentre(sides, partition.epsilon());
        Golden.assertClose(tag + " scores", golden.get(tag + "_score"), scores, 1e-4, 0);
    }

    @Test
    void theLeastTypicalPatchesAreMasked() {
        Golden golden = Golden.load(manager, "sgim.npz");
        NDArray tokens = golden.get("tokens");
        MaskInput input =
                new MaskInput(manager.zeros(new Shape(2, 1, 10, 16)), GRID, 0, 1, spectrograms -> tokens.duplicate());
        PatchMask mask = new SelfGuidedMasking(0.7, Partition.PCA, HintSchedule.constant(0)).mask(input);
        assertEquals(golden.get("ref_len_keep").getLong(), mask.visibleCount());
        NDArray order = golden.get("pca_exact_order"); // ascending by score: the first m are masked
        NDArray scores = golden.get("pca_exact_score");
        for (int clip = 0; clip < 2; clip++) {
            float cutBelow = scores.get(clip).getFloat(order.get(clip).getLong(27));
            float cutAbove = scores.get(clip).getFloat(order.get(clip).getLong(28));
            assertTrue(cutAbove - cutBelow > 1e-4, "the cut is clear");
            assertEquals(
                    order.get(clip).get(":28").sort(),
                    mask.maskedIds().get(clip).sort(),
                    "clip " + clip);
        }
        // The reference's own call agrees where the clip has two groups.
        assertEquals(
                golden.get("ref_ids_seed0_hint0").get(0).get("12:").sort(),
                mask.maskedIds().get(0).sort());
    }

    @Test
    void withoutAModelItIsRefused() {
        MaskInput input = new MaskInput(manager.zeros(new Shape(2, 1, 10, 16)), GRID, 0);
        assertThrows(
                ConfigurationException.class,
                () -> new SelfGuidedMasking(0.7, Partition.PCA, HintSchedule.constant(0)).mask(input));
    }
}
