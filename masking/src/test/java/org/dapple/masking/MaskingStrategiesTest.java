package org.dapple.masking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every strategy in the catalogue. */
class MaskingStrategiesTest extends WithManager {
    private static final Catalogue<MaskingStrategy> CATALOGUE = MaskingStrategies.standard();
    private static final PatchGrid[] GRIDS = {
        PatchGrid.of(80, 608, 16, 16),
        PatchGrid.of(128, 1024, 16, 16),
        PatchGrid.of(80, 2, 2, 2),
        new PatchGrid(1, 9, 4, 4)
    };

    static Iterable<String> names() {
        return CATALOGUE.names();
    }

    private static MaskingStrategy strategy(String name) {
        return CATALOGUE.read(new Settings(Map.of("strategy", name)));
    }

    /** The batch with features that any grid can give: the patches themselves. */
    private static MaskInput input(NDArray clips, PatchGrid grid, int masksPerClip) {
        return new MaskInput(clips, grid, 0.5, masksPerClip, grid::patchify);
    }

    private NDArray clips(PatchGrid grid, int count) {
        Engine.getInstance().setRandomSeed(7);
        return manager.randomNormal(new Shape(count, 1, grid.bands(), grid.frames()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void rowsArePermutationsWithTheSameCountOnAnyGrid(String name) {
        for (PatchGrid grid : GRIDS) {
            for (int batch : new int[] {1, 5}) {
                NDArray clips = clips(grid, batch);
                PatchMask mask = strategy(name).mask(input(clips, grid, 1));
                assertEquals(new Shape(batch, grid.count()), mask.ids().getShape());
                assertEquals(visibleCount(name, grid), mask.visibleCount(), name + " on " + grid);
                assertSame(clips.getManager(), mask.ids().getManager(), "the result belongs to the caller");
                assertSame(manager, clips.getManager(), "the input is given back");
                for (long row = 0; row < batch; row++) {
                    long[] ids = mask.ids().get(row).toLongArray();
                    Arrays.sort(ids);
                    assertArrayEquals(LongStream.range(0, grid.count()).toArray(), ids);
                }
            }
        }
    }

    /** Time and frequency masks count whole columns and rows. */
    private static int visibleCount(String name, PatchGrid grid) {
        int rows = grid.freqPatches();
        int columns = grid.timePatches();
        return switch (name) {
            case "time" -> (columns - (int) (columns * 0.7)) * rows;
            case "frequency" -> (rows - (int) (rows * 0.7)) * columns;
            default -> PatchMask.visibleCount(grid.count(), 0.7);
        };
    }

    @ParameterizedTest
    @MethodSource("names")
    void severalMasksOfAClipAreAdjacentAndIndependent(String name) {
        PatchGrid grid = GRIDS[0];
        NDArray clips = clips(grid, 3);
        PatchMask several = strategy(name).mask(input(clips, grid, 4));
        assertEquals(new Shape(12, 190), several.ids().getShape());
        long[][] rows = new long[12][];
        for (int i = 0; i < 12; i++) {
            rows[i] = several.ids().get(i).toLongArray();
        }
        assertFalse(Arrays.equals(rows[0], rows[1]) && Arrays.equals(rows[1], rows[2]), "each is drawn by itself");
    }

    @Test
    void theMasksOfAClipFollowThatClip() {
        PatchGrid grid = GRIDS[0];
        NDArray clips = clips(grid, 3);
        clips.get(1).get(0).get("64:").muli(50); // clip 1 is loud in its last row: its masks are rows 4 to 7
        MaskingStrategy strategy = new DispersionWeightedMasking(0.7, HintSchedule.constant(0));
        NDArray lastRow =
                strategy.mask(input(clips, grid, 4)).binary().get(":, 152:").mean(new int[] {1});
        assertEquals(1, lastRow.get("4:8").min().getFloat());
        assertTrue(lastRow.get(":4").max().getFloat() < 1);
        assertTrue(lastRow.get("8:").max().getFloat() < 1);
    }

    /** Masking 2B clips at once and B clips twice have the same distribution, cell by cell. */
    @ParameterizedTest
    @MethodSource("names")
    void theLawDoesNotDependOnTheBatch(String name) {
        PatchGrid grid = new PatchGrid(4, 10, 2, 2);
        NDArray clip = clips(grid, 1);
        int rounds = 200;
        double[][] counts = new double[2][grid.count()];
        Engine.getInstance().setRandomSeed(21);
        for (int round = 0; round < rounds; round++) {
            try (NDManager scope = manager.newSubManager()) {
                add(counts[0], strategy(name).mask(input(repeated(scope, clip, 40), grid, 1)));
                add(counts[1], strategy(name).mask(input(repeated(scope, clip, 20), grid, 1)));
                add(counts[1], strategy(name).mask(input(repeated(scope, clip, 20), grid, 1)));
            }
        }
        double draws = 40.0 * rounds;
        // Structured masks share the number of stripes within a batch, so their rows are worth fewer draws.
        double independent = name.equals("structured") ? rounds : draws;
        for (int l = 0; l < grid.count(); l++) {
            double rate = (counts[0][l] + counts[1][l]) / (2 * draws);
            double error = Math.sqrt(rate * (1 - rate) * 2 / independent);
            assertEquals(counts[0][l] / draws, counts[1][l] / draws, 5 * error + 1e-9, name + " cell " + l);
        }
    }

    private static NDArray repeated(NDManager scope, NDArray clip, int times) {
        NDArray clips = clip.repeat(0, times);
        clips.attach(scope);
        return clips;
    }

    private static void add(double[] counts, PatchMask mask) {
        float[] sums = mask.binary().sum(new int[] {0}).toFloatArray();
        for (int l = 0; l < counts.length; l++) {
            counts[l] += sums[l];
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aBrokenClipChangesNothingForItsNeighbours(String name) {
        PatchGrid grid = PatchGrid.of(80, 208, 16, 16);
        NDArray healthy = clips(grid, 3);
        NDArray broken = healthy.duplicate();
        broken.set(new NDIndex("1, 0, 3, 5"), Float.NaN);
        broken.set(new NDIndex("1, 0, 40, 100"), Float.NEGATIVE_INFINITY);
        Engine.getInstance().setRandomSeed(3);
        PatchMask expected = strategy(name).mask(input(healthy, grid, 1));
        Engine.getInstance().setRandomSeed(3);
        PatchMask actual = strategy(name).mask(input(broken, grid, 1));
        for (int clip : new int[] {0, 2}) {
            assertArrayEquals(
                    expected.ids().get(clip).toLongArray(),
                    actual.ids().get(clip).toLongArray());
        }
        long[] row = actual.ids().get(1).toLongArray();
        Arrays.sort(row);
        assertArrayEquals(LongStream.range(0, grid.count()).toArray(), row);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSeedAloneDecides(String name) {
        MaskInput input = input(clips(GRIDS[0], 4), GRIDS[0], 1);
        long[][] drawn = new long[3][];
        int[] seeds = {11, 11, 12};
        for (int i = 0; i < seeds.length; i++) {
            Engine.getInstance().setRandomSeed(seeds[i]);
            drawn[i] = strategy(name).mask(input).ids().toLongArray();
        }
        assertArrayEquals(drawn[0], drawn[1]);
        assertFalse(Arrays.equals(drawn[0], drawn[2]));
    }

    @ParameterizedTest
    @MethodSource("names")
    void leavesNoArraysBehind(String name) {
        NDArray clips = clips(GRIDS[0], 4);
        MaskInput input = input(clips, GRIDS[0], 1);
        int before = manager.getManagedArrays().size();
        PatchMask mask = strategy(name).mask(input);
        assertEquals(before + 1, manager.getManagedArrays().size());
        mask.ids().close();
    }

    @ParameterizedTest
    @MethodSource("names")
    void silentAndConstantClipsAreMaskedToo(String name) {
        NDArray clips = manager.zeros(new Shape(2, 1, 80, 208));
        clips.get(1).addi(-2.105f);
        PatchGrid grid = PatchGrid.of(80, 208, 16, 16);
        NDArray binary = strategy(name).mask(input(clips, grid, 1)).binary();
        float masked = 65 - visibleCount(name, grid);
        assertArrayEquals(
                new float[] {masked, masked}, binary.sum(new int[] {1}).toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("names")
    void writtenConfigurationReadsBackEqual(String name) {
        MaskingStrategy strategy = strategy(name);
        assertEquals(strategy, CATALOGUE.read(new Settings(CATALOGUE.write(strategy))));
    }

    @Test
    void schedulesReadBackEqualAndMove() {
        for (HintSchedule.Form form : HintSchedule.Form.values()) {
            HintSchedule schedule =
                    form == HintSchedule.Form.CONSTANT ? HintSchedule.constant(0.25) : new HintSchedule(form, 1, 0.25);
            MaskingStrategy strategy = new DispersionWeightedMasking(0.6, schedule);
            assertEquals(strategy, CATALOGUE.read(new Settings(CATALOGUE.write(strategy))));
            assertEquals(0.25, schedule.at(1), 1e-12);
        }
        assertEquals(0.625, new HintSchedule(HintSchedule.Form.LINEAR, 1, 0.25).at(0.5), 1e-12);
        assertEquals(1, new HintSchedule(HintSchedule.Form.STEP, 1, 0).at(0.49), 1e-12);
    }

    @Test
    void wrongValuesAreRefusedByKey() {
        assertRefused("ratio must be between 0 and 1, exclusive; it is 1.7", Map.of("ratio", 1.7));
        assertRefused("hint must be between 0 and 1; it is -0.5", Map.of("hint", -0.5));
        assertRefused(
                "hint.form must be one of constant, linear, cosine, step; it is sine",
                Map.of("hint", Map.of("form", "sine")));
        assertRefused("ratioo is not a known key; did you mean ratio?", Map.of("ratioo", 0.5));
        assertRefused(
                "strategy must be one of " + String.join(", ", CATALOGUE.names()) + "; it is dvm (did you mean dwm?)",
                Map.of("strategy", "dvm"));
    }

    private static void assertRefused(String message, Map<String, ?> values) {
        Settings settings = new Settings(values);
        ConfigurationException refusal = assertThrows(ConfigurationException.class, () -> {
            CATALOGUE.read(settings);
            settings.done();
        });
        assertEquals(message, refusal.getMessage());
    }

    @Test
    void countsEqualTheReferenceTable() {
        NDArray table = Golden.load(manager, "len_keep.npz").get("table_L_ratio100_keep_keep_nmask");
        for (long row = 0; row < table.getShape().get(0); row++) {
            long[] values = table.get(row).toLongArray(); // L, 100 r, kept, …
            assertEquals(values[2], PatchMask.visibleCount((int) values[0], values[1] / 100.0));
        }
    }
}
