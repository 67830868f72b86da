package org.dapple.masking;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;

/**
 * Statistics of masks: the masked rate of each patch, and the sizes of connected islands of visible patches. Runs on
 * the host, for inspecting strategies rather than for training.
 */
public final class MaskStatistics {
    private final PatchGrid grid;
    private final long[] maskedCounts;
    private final long[] islandSizes;
    private long masks;
    private double largestSum;
    private double largestSquares;

    /**
     * Starts empty statistics.
     *
     * @param grid patch grid of the masks
     */
    public MaskStatistics(PatchGrid grid) {
        this.grid = grid;
        this.maskedCounts = new long[grid.count()];
        this.islandSizes = new long[grid.count() + 1];
    }

    /**
     * Adds every row of a batch of masks; reads them back from the device.
     *
     * @param mask masks of this grid
     */
    public void add(PatchMask mask) {
        float[] binary = mask.binary().toFloatArray();
        for (int first = 0; first < binary.length; first += grid.count()) {
            boolean[] masked = new boolean[grid.count()];
            for (int l = 0; l < masked.length; l++) {
                masked[l] = binary[first + l] != 0;
            }
            add(masked);
        }
    }

    /**
     * Adds one mask.
     *
     * @param masked [L], true where masked, in the grid's order
     */
    public void add(boolean[] masked) {
        if (masked.length != grid.count()) {
            throw new IllegalArgumentException("a mask has " + masked.length + " patches, the grid " + grid.count());
        }
        masks++;
        boolean[] seen = masked.clone();
        int largest = 0;
        for (int l = 0; l < masked.length; l++) {
            maskedCounts[l] += masked[l] ? 1 : 0;
            int size = seen[l] ? 0 : island(seen, grid.row(l), grid.column(l));
            if (size > 0) {
                islandSizes[size]++;
            }
            largest = Math.max(largest, size);
        }
        largestSum += largest;
        largestSquares += (double) largest * largest;
    }

    /** The size of the connected island of visible patches around one (4-neighbourhood); marks them as seen. */
    private int island(boolean[] seen, int f, int t) {
        if (f < 0 || f >= grid.freqPatches() || t < 0 || t >= grid.timePatches() || seen[grid.index(f, t)]) {
            return 0;
        }
        seen[grid.index(f, t)] = true;
        return 1 + island(seen, f - 1, t) + island(seen, f + 1, t) + island(seen, f, t - 1) + island(seen, f, t + 1);
    }

    /** {@return the number of masks} */
    public long masks() {
        return masks;
    }

    /** {@return [L], the share of masks that hide each patch} */
    public double[] maskedRate() {
        return Arrays.stream(maskedCounts)
                .mapToDouble(count -> (double) count / masks)
                .toArray();
    }

    /** {@return [L + 1], the number of islands of visible patches of each size} */
    public long[] islandSizes() {
        return islandSizes.clone();
    }

    /** {@return the mean size of a mask's largest island} */
    public double largestIslandMean() {
        return largestSum / masks;
    }

    /** {@return the standard deviation of the size of a mask's largest island} */
    public double largestIslandDeviation() {
        double mean = largestIslandMean();
        return Math.sqrt(Math.max(0, largestSquares / masks - mean * mean));
    }

    /**
     * The masked rates of the quarters of patches with the lowest and the highest weight, for example dispersion. They
     * are equal for masks that ignore the content.
     *
     * @param lowest masked rate of the quarter with the lowest weight
     * @param highest masked rate of the quarter with the highest weight
     */
    public record Contrast(double lowest, double highest) {}

    /**
     * Measures how strongly masks follow a weight.
     *
     * @param weights [L]
     * @return the masked rates of the extreme quarters
     */
    public Contrast contrast(float[] weights) {
        double[] rates = maskedRate();
        int[] order = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingDouble(l -> weights[l]))
                .mapToInt(Integer::intValue)
                .toArray();
        int quarter = Math.max(1, order.length / 4);
        return new Contrast(
                Arrays.stream(order, 0, quarter)
                        .mapToDouble(l -> rates[l])
                        .average()
                        .orElseThrow(),
                Arrays.stream(order, order.length - quarter, order.length)
                        .mapToDouble(l -> rates[l])
                        .average()
                        .orElseThrow());
    }
}
