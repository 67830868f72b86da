package org.dapple.masking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.masking.DispersionWeightedMasking.Sampling;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class DispersionWeightedMaskingTest extends WithManager {
    private static final PatchGrid GRID = PatchGrid.of(80, 608, 16, 16);
    private static final double[] HINTS = {0, 0.25, 0.5, 0.75};

    @Test
    void weightsEqualTheReference() {
        Golden golden = Golden.load(manager, "dispersion.npz");
        NDArray patches = GRID.patchify(golden.get("x"));
        NDArray actual = Dispersion.MAD.of(patches);
        Golden.assertClose("mad", golden.get("mad"), actual, 1e-6, 1e-5);
        Golden.assertClose("variance", golden.get("var"), Dispersion.VARIANCE.of(patches), 1e-6, 1e-5);
        NDArray zeros = golden.get("mad").lt(1e-6);
        assertEquals(5 + 165 + 95, zeros.countNonzero().getLong());
        assertEquals(0, actual.get(zeros).max().getFloat(), "patches without signal have exactly no dispersion");
    }

    @Test
    void theLargestDispersionsEqualTheReference() {
        Golden golden = Golden.load(manager, "dispersion.npz");
        NDArray clips = golden.get("x").get(":2");
        for (int percent : new int[] {60, 70, 75, 80}) {
            PatchMask mask = new DispersionWeightedMasking(
                            percent / 100.0, Dispersion.MAD, Sampling.TOP_K, HintSchedule.constant(0))
                    .mask(new MaskInput(clips, GRID, 0));
            for (String part : new String[] {"masked", "visible"}) {
                NDArray actual = part.equals("masked") ? mask.maskedIds() : mask.visibleIds();
                NDArray expected = golden.get("topk_" + part + "_" + percent);
                assertEquals(expected.sort(1), actual.sort(1), part + " at " + percent + " %");
            }
        }
    }

    @Test
    void patchesEqualTheReference() {
        Golden golden = Golden.load(manager, "dispersion.npz");
        NDArray patches = GRID.patchify(golden.get("x")).get(0);
        long[] index = golden.get("patches0_index").toLongArray();
        for (int i = 0; i < index.length; i++) {
            Golden.assertClose("patch " + index[i], golden.get("patches0").get(i), patches.get(index[i]), 0, 0);
        }
        long[] order = golden.get("order_ft").toLongArray();
        for (int l = 0; l < GRID.count(); l++) {
            assertEquals(order[2 * l], GRID.row(l));
            assertEquals(order[2 * l + 1], GRID.column(l));
        }
    }

    /** 200 000 draws against the exact probabilities of the race and the closed form of the exchange. */
    @Test
    void drawsFollowTheExactLaw() {
        Golden golden = Golden.load(manager, "masks_weighted.npz");
        NDArray weights = golden.get("weights").maximum(1e-12f);
        int visible = 6;
        int draws = 200_000;
        int batch = 20_000;
        Engine.getInstance().setRandomSeed(1);
        for (int kind = 0; kind < 3; kind++) {
            for (int h = 0; h < HINTS.length; h++) {
                double[] exact = doubles(golden.get("exact").get(kind).get(h));
                double[] counts = new double[20];
                for (int drawn = 0; drawn < draws; drawn += batch) {
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray rows = scope.create(weights.get(kind).toFloatArray())
                                .expandDims(0)
                                .repeat(0, batch);
                        NDArray ids = HintExchange.apply(WeightedDraw.order(rows), visible, HINTS[h]);
                        add(counts, new PatchMask(ids, visible).binary().sum(new int[] {0}));
                    }
                }
                for (int l = 0; l < 20; l++) {
                    String cell = "weights " + kind + ", hint " + HINTS[h] + ", cell " + l;
                    if (exact[l] < 1e-6 || exact[l] > 1 - 1e-6) {
                        assertEquals(Math.rint(exact[l]) * draws, counts[l], cell);
                    } else {
                        double z = (counts[l] - draws * exact[l]) / Math.sqrt(draws * exact[l] * (1 - exact[l]));
                        assertTrue(Math.abs(z) < 5, cell + ": z = " + z);
                    }
                }
            }
        }
    }

    /** The whole strategy on real spectrograms against the recorded rates, with the errors of both samples. */
    @Test
    void ratesOnClipsEqualTheRecordedOnes() {
        Golden clips = Golden.load(manager, "dispersion.npz");
        Golden golden = Golden.load(manager, "masks_dwm_clips.npz");
        int repeats = 50;
        int rounds = 6;
        int draws = repeats * rounds;
        for (int kind = 0; kind < 2 * HINTS.length; kind++) {
            double hint = HINTS[kind / 2];
            Dispersion dispersion = kind % 2 == 0 ? Dispersion.MAD : Dispersion.VARIANCE;
            String tag = dispersion.name().toLowerCase(Locale.ROOT) + "_h" + Math.round(100 * hint);
            NDArray recorded = golden.get("rate_" + tag);
            double recordedDraws =
                    golden.get("n_" + tag).toType(DataType.FLOAT64, false).toDoubleArray()[0];
            DispersionWeightedMasking strategy =
                    new DispersionWeightedMasking(0.7, dispersion, Sampling.PROBABILISTIC, HintSchedule.constant(hint));
            Engine.getInstance().setRandomSeed(2);
            double[] counts = new double[4 * GRID.count()];
            for (int round = 0; round < rounds; round++) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray x = clips.get("x").repeat(0, repeats);
                    x.attach(scope);
                    PatchMask mask = strategy.mask(new MaskInput(x, GRID, 0));
                    assertEquals(57, mask.visibleCount());
                    add(counts, mask.binary().reshape(4, repeats, GRID.count()).sum(new int[] {1}));
                }
            }
            double[] rates = doubles(recorded);
            for (int i = 0; i < counts.length; i++) {
                double pooled = (counts[i] + rates[i] * recordedDraws) / (draws + recordedDraws);
                double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / draws + 1 / recordedDraws));
                double gap = Math.abs(counts[i] / draws - rates[i]);
                assertTrue(gap <= 5 * error + 1e-9, tag + " cell " + i + ": off by " + gap / error + " sigma");
            }
        }
    }

    @Test
    void aBrokenClipChangesNothingForItsNeighbours() {
        Shape shape = new Shape(2, 1, 80, 208);
        PatchGrid grid = PatchGrid.of(80, 208, 16, 16);
        NDArray healthy = manager.randomNormal(shape);
        NDArray broken = healthy.duplicate();
        broken.set(new NDIndex("1, 0, 3, 5"), Float.NaN);
        broken.set(new NDIndex("1, 0, 40, 100"), Float.POSITIVE_INFINITY);
        DispersionWeightedMasking strategy = new DispersionWeightedMasking(0.7, HintSchedule.constant(0));
        Engine.getInstance().setRandomSeed(3);
        long[] expected =
                strategy.mask(new MaskInput(healthy, grid, 0)).ids().get(0).toLongArray();
        Engine.getInstance().setRandomSeed(3);
        PatchMask mask = strategy.mask(new MaskInput(broken, grid, 0));
        assertArrayEquals(expected, mask.ids().get(0).toLongArray());
        float[] masked = mask.binary().get(1).toFloatArray();
        assertEquals(0, masked[grid.index(0, 0)], "a patch with a NaN counts as constant");
        assertEquals(0, masked[grid.index(2, 6)], "a patch with an infinity counts as constant");
    }

    private static void add(double[] counts, NDArray more) {
        float[] values = more.toFloatArray();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += values[i];
        }
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
