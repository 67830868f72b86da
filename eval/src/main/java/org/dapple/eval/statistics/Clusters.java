package org.dapple.eval.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums of clips' values over clusters, for example recordings or speakers. Clips of one cluster are not independent of
 * each other; the sums of clusters are.
 *
 * @param sums the sum of each cluster's values
 * @param sizes the number of clips in each cluster
 */
@SuppressWarnings("ArrayRecordComponent") // an intermediate result, never compared
public record Clusters(double[] sums, int[] sizes) {

    /**
     * Sums values over clusters.
     *
     * @param values of the clips
     * @param sources the source of each clip; a clip whose source is null is a cluster of its own
     * @return the clusters, in the order of their first clips
     */
    public static Clusters of(double[] values, List<? extends @Nullable String> sources) {
        if (values.length == 0 || values.length != sources.size()) {
            throw new IllegalArgumentException("there must be one source for each value, and at least one; there are "
                    + values.length + " values and " + sources.size() + " sources");
        }
        int[] cluster = numbers(sources);
        int count = count(cluster);
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int i = 0; i < values.length; i++) {
            sums[cluster[i]] += values[i];
            sizes[cluster[i]]++;
        }
        return new Clusters(sums, sizes);
    }

    /**
     * Numbers the cluster of each clip.
     *
     * @param sources the source of each clip; a clip whose source is null is a cluster of its own
     * @return the cluster of each clip, from 0, in the order of their first clips
     */
    static int[] numbers(List<? extends @Nullable String> sources) {
        Map<String, Integer> known = new HashMap<>();
        int[] numbers = new int[sources.size()];
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            String source = sources.get(i);
            Integer number = source == null ? null : known.get(source);
            if (number == null) {
                number = count++;
                if (source != null) {
                    known.put(source, number);
                }
            }
            numbers[i] = number;
        }
        return numbers;
    }

    /** {@return the number of clusters that {@link #numbers} found} */
    static int count(int[] numbers) {
        return Arrays.stream(numbers).max().orElse(-1) + 1;
    }

    /**
     * Makes each value a cluster of its own.
     *
     * @param values of the clips
     * @return as many clusters as values
     */
    public static Clusters independent(double[] values) {
        int[] sizes = new int[values.length];
        Arrays.fill(sizes, 1);
        return new Clusters(values.clone(), sizes);
    }

    /** {@return the number of clusters} */
    public int count() {
        return sums.length;
    }

    /** {@return the mean of all values} */
    public double mean() {
        double sum = 0;
        long size = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += sums[i];
            size += sizes[i];
        }
        return sum / size;
    }
}
