package org.dapple.masking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes of masks against the recorded statistics of the reference, and against their laws. */
class BlocksAndStripesTest extends WithManager {
    private static final int DRAWS = 20_000;
    private static final int BATCH = 2_000;

    private MaskInput input(NDManager scope, PatchGrid grid, int rows) {
        return new MaskInput(scope.zeros(new Shape(1, 1, grid.bands(), grid.frames())), grid, 0, rows, null);
    }

    private MaskStatistics statistics(MaskingStrategy strategy, PatchGrid grid) {
        Engine.getInstance().setRandomSeed(4);
        MaskStatistics statistics = new MaskStatistics(grid);
        for (int drawn = 0; drawn < DRAWS; drawn += BATCH) {
            try (NDManager scope = manager.newSubManager()) {
                statistics.add(strategy.mask(input(scope, grid, BATCH)));
            }
        }
        return statistics;
    }

    @ParameterizedTest
    @CsvSource({"5,38,70", "5,38,80", "8,64,70", "8,64,80"})
    void inverseBlocksLookLikeTheReference(int f, int t, int percent) {
        Golden golden = Golden.load(manager, "masks_inverse_block.npz");
        String tag = f + "x" + t + "_r" + percent;
        PatchGrid grid = new PatchGrid(f, t, 1, 1);
        double ratio = percent / 100.0;
        MaskStatistics statistics = statistics(new InverseBlockMasking(ratio, 5, 0.07), grid);

        assertEquals(golden.get(tag + "_n_seeds").getLong(), BlockCover.squares(grid, 1 - ratio + 0.07, 5));
        assertEquals(golden.get(tag + "_len_keep").getLong(), PatchMask.visibleCount(grid.count(), ratio));
        double[] recorded = doubles(golden.get(tag + "_keep_rate"));
        double[] masked = statistics.maskedRate();
        for (int l = 0; l < masked.length; l++) {
            double rate = (1 - masked[l] + recorded[l]) / 2;
            double error = Math.sqrt(rate * (1 - rate) * 2 / DRAWS);
            assertEquals(recorded[l], 1 - masked[l], 5 * error, tag + " cell " + l);
        }
        double distance = totalVariation(doubles(golden.get(tag + "_component_size_hist")), statistics.islandSizes());
        assertTrue(distance < 0.06, tag + ": island sizes differ by " + distance);
        double[] largest = doubles(golden.get(tag + "_largest_component_mean_std"));
        assertEquals(largest[0], statistics.largestIslandMean(), 5 * largest[1] * Math.sqrt(2.0 / DRAWS), tag);
    }

    @ParameterizedTest
    @CsvSource({"5,13,5,0", "5,13,4,1", "5,38,5,2", "1,4,2,0"})
    void itIsSaidWhenNoBlockFits(int f, int t, int side, int squares) {
        PatchGrid grid = new PatchGrid(f, t, 1, 1);
        assertEquals(squares, BlockCover.squares(grid, 0.3 + 0.07, side));
        Optional<String> concern = new InverseBlockMasking(0.7, side, 0.07).concern(grid);
        assertEquals(squares == 0, concern.isPresent());
        concern.ifPresent(sentence -> assertTrue(
                sentence.startsWith("masks are uniformly random: a block of " + side + " x " + side), sentence));
        assertEquals(
                squares == 0, new BlockMasking(0.3, side, 0.07).concern(grid).isPresent());
        assertEquals(Optional.empty(), new RandomMasking(0.7).concern(grid));
    }

    @ParameterizedTest
    @CsvSource({"5,38,70", "8,64,80"})
    void rawBlocksCoverAsTheReference(int f, int t, int percent) {
        Golden golden = Golden.load(manager, "masks_inverse_block.npz");
        PatchGrid grid = new PatchGrid(f, t, 1, 1);
        Engine.getInstance().setRandomSeed(5);
        int squares = BlockCover.squares(grid, 1 - percent / 100.0 + 0.07, 5);
        float[] covered = BlockCover.draw(manager, DRAWS, grid, squares, 5)
                .sum(new int[] {1})
                .toFloatArray();
        long[] histogram = new long[grid.count() + 1];
        for (float cells : covered) {
            histogram[(int) cells]++;
        }
        double[] recorded = doubles(golden.get(f + "x" + t + "_r" + percent + "_raw_block_cells_hist"));
        double distance = totalVariation(recorded, histogram);
        assertTrue(distance < 0.06, "covered cells differ by " + distance);
    }

    @Test
    void blocksOfTheOtherSenseAreMasked() {
        PatchGrid grid = new PatchGrid(8, 64, 1, 1);
        MaskStatistics inverse = statistics(new InverseBlockMasking(0.7, 5, 0.07), grid);
        MaskStatistics blocks = statistics(new BlockMasking(0.3, 5, 0.07), grid);
        MaskStatistics random = statistics(new RandomMasking(0.7), grid);
        assertTrue(inverse.largestIslandMean() > 4 * random.largestIslandMean());
        double[] visible = inverse.maskedRate();
        double[] masked = blocks.maskedRate();
        // Both cover 153 or 154 of 512 patches by seven blocks: one hides what the other shows.
        for (int l = 0; l < visible.length; l++) {
            assertEquals(1 - visible[l], masked[l], 0.025, "cell " + l);
        }
    }

    @ParameterizedTest
    @CsvSource({"60", "70"})
    void timeStripesEqualTheReference(int percent) {
        Golden golden = Golden.load(manager, "masks_structured.npz");
        PatchGrid grid = new PatchGrid(5, 38, 1, 1);
        TimeMasking strategy = new TimeMasking(percent / 100.0, 10);
        MaskStatistics statistics = statistics(strategy, grid);
        PatchMask one = strategy.mask(input(manager, grid, 1));
        assertEquals(golden.get("oned_5x38_r" + percent + "_len_keep").getLong(), one.visibleCount());
        double[] recorded = doubles(golden.get("oned_5x38_r" + percent + "_masked_rate_per_frame"));
        double[] rates = statistics.maskedRate();
        for (int t = 0; t < 38; t++) {
            // The recorded sample is not larger than ours, nor much smaller: both errors are counted once.
            double error = Math.sqrt(recorded[t] * (1 - recorded[t]) * (1.0 / DRAWS + 1.0 / 4000));
            for (int f = 0; f < 5; f++) {
                assertEquals(recorded[t], rates[grid.index(f, t)], 5 * error, "frame " + t + ", row " + f);
            }
        }
    }

    /** The law as it is told, step by step, against the one-shot form. */
    @Test
    void stripesFollowTheSequentialLaw() {
        int length = 12;
        int marked = 7;
        int width = 3;
        SplittableRandom random = new SplittableRandom(1);
        double[] expected = new double[length];
        for (int draw = 0; draw < DRAWS; draw++) {
            boolean[] marks = new boolean[length];
            int count = 0;
            while (count < marked) {
                int start = random.nextInt(length);
                for (int i = start; i < Math.min(length, start + width); i++) {
                    count += marks[i] ? 0 : 1;
                    marks[i] = true;
                }
            }
            for (int i = length - 1; count > marked; i--) {
                count -= marks[i] ? 1 : 0;
                marks[i] = false;
            }
            for (int i = 0; i < length; i++) {
                expected[i] += marks[i] ? 1.0 / DRAWS : 0;
            }
        }
        Engine.getInstance().setRandomSeed(6);
        NDArray drawn = Stripes.draw(manager, DRAWS, length, marked, width);
        assertEquals(marked, drawn.sum(new int[] {1}).min().getFloat());
        assertEquals(marked, drawn.sum(new int[] {1}).max().getFloat());
        float[] rates = drawn.mean(new int[] {0}).toFloatArray();
        for (int i = 0; i < length; i++) {
            double error = Math.sqrt(expected[i] * (1 - expected[i]) * 2 / DRAWS);
            assertEquals(expected[i], rates[i], 5 * error, "place " + i);
        }
    }

    @Test
    void frequencyStripesHideWholeRows() {
        PatchGrid grid = new PatchGrid(5, 38, 1, 1);
        PatchMask mask = new FrequencyMasking(0.7, 1).mask(input(manager, grid, 100));
        assertEquals(2 * 38, mask.visibleCount());
        NDArray rows = mask.binary().reshape(100, 5, 38).mean(new int[] {2});
        assertEquals(0, rows.mul(rows.neg().add(1)).abs().max().getFloat(), "a row is masked as a whole or not at all");
    }

    @ParameterizedTest
    @CsvSource({"5,38,50", "5,38,70", "5,63,50", "5,63,70"})
    void publishedStructuredCountsEqualTheReference(int f, int t, int percent) {
        Golden golden = Golden.load(manager, "masks_structured.npz");
        double[] recorded = doubles(golden.get("structured_" + f + "x" + t + "_r" + percent + "_len_keep"));
        PatchGrid grid = new PatchGrid(f, t, 1, 1);
        StructuredMasking strategy = new StructuredMasking(percent / 100.0, true);
        double[] counts = new double[recorded.length];
        double recordedDraws = Arrays.stream(recorded).sum();
        for (int draw = 0; draw < 4000; draw++) {
            try (NDManager scope = manager.newSubManager()) {
                Engine.getInstance().setRandomSeed(draw);
                counts[strategy.mask(input(scope, grid, 1)).visibleCount()]++;
            }
        }
        for (int k = 0; k < recorded.length; k++) {
            double pooled = (counts[k] + recorded[k]) / (4000 + recordedDraws);
            double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / 4000 + 1 / recordedDraws));
            assertEquals(recorded[k] / recordedDraws, counts[k] / 4000, 5 * error + 1e-9, k + " visible");
        }
    }

    @Test
    void theTwoOrientationsOfStructuredMasksAreOpposite() {
        PatchGrid grid = new PatchGrid(5, 63, 1, 1);
        int crossed = 0;
        double hiddenLines = 0;
        for (int draw = 0; draw < 100; draw++) {
            try (NDManager scope = manager.newSubManager()) {
                Engine.getInstance().setRandomSeed(draw);
                PatchMask published = new StructuredMasking(0.5, true).mask(input(scope, grid, 2));
                // One or two rows and some columns carry the mark: then all marked patches fit into the visible part.
                if (published.visibleCount() == 4 * 44 || published.visibleCount() == 3 * 57) {
                    NDArray hidden = published.binary();
                    assertEquals(1, wholeLines(hidden.neg().add(1), grid), "marked stripes are visible");
                    assertEquals(0, wholeLines(hidden, grid), "no stripe is hidden");
                    crossed++;
                }
                PatchMask corrected = new StructuredMasking(0.5, false).mask(input(scope, grid, 2));
                assertEquals(PatchMask.visibleCount(315, 0.5), corrected.visibleCount());
                hiddenLines += wholeLines(corrected.binary(), grid) / 100;
            }
        }
        // Three of five rows are more than may be hidden and lose patches again: that is one batch in seven.
        assertEquals(6.0 / 7, hiddenLines, 5 * Math.sqrt(6.0 / 49 / 100), "stripes are hidden");
        assertTrue(crossed > 20, "rows and columns were marked together " + crossed + " times");
    }

    /** Share of masks in which some whole row or column is set. */
    private static double wholeLines(NDArray set, PatchGrid grid) {
        NDArray binary = set.reshape(-1, grid.freqPatches(), grid.timePatches());
        NDArray rows = binary.min(new int[] {2}).max(new int[] {1});
        NDArray columns = binary.min(new int[] {1}).max(new int[] {1});
        return rows.maximum(columns).mean().getFloat();
    }

    private static double totalVariation(double[] recorded, long[] drawn) {
        double recordedSum = Arrays.stream(recorded).sum();
        double drawnSum = Arrays.stream(drawn).sum();
        double distance = 0;
        for (int i = 0; i < recorded.length; i++) {
            distance += Math.abs(recorded[i] / recordedSum - drawn[i] / drawnSum) / 2;
        }
        return distance;
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
}
