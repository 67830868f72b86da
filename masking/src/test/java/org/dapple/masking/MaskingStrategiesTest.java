package org.dapple.masking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.dapple.core.ConfigurationException;
import org.dapple.core.PatchGrid;
import org.dapple.core.PatchMask;
import org.dapple.core.Settings;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every strategy in the catalogue. */
class MaskingStrategiesTest extends WithManager {
    private static final MaskingStrategies CATALOGUE = MaskingStrategies.standard();
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
                PatchMask mask = strategy(name).mask(new MaskInput(clips, grid, 0.5));
                assertEquals(new Shape(batch, grid.count()), mask.ids().getShape());
                assertEquals(PatchMask.visibleCount(grid.count(), 0.7), mask.visibleCount());
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

    @ParameterizedTest
    @MethodSource("names")
    void theSeedAloneDecides(String name) {
        MaskInput input = new MaskInput(clips(GRIDS[0], 4), GRIDS[0], 0.5);
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
        MaskInput input = new MaskInput(clips, GRIDS[0], 0.5);
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
        NDArray binary = strategy(name).mask(new MaskInput(clips, grid, 0.5)).binary();
        assertArrayEquals(new float[] {46, 46}, binary.sum(new int[] {1}).toFloatArray());
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
        assertRefused("strategy must be one of random, dwm; it is dvm (did you mean dwm?)", Map.of("strategy", "dvm"));
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
