package org.dapple.eval.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of clips, added up by what the clips come from. Clips of one cluster are not independent of each other; their
 * sums are.
 *
 * @param sums of the values of each cluster
 * @param sizes clips of each cluster
 */
@SuppressWarnings("ArrayRecordComponent") // an intermediate result, never compared
public record Clusters(double[] sums, int[] sizes) {

    /**
     * Adds up.
     *
     * @param values of the clips
     * @param sources of the clips, as many; a clip whose source is null is a cluster of its own
     * @return the clusters, in the order of their first clips
     */
    public static Clusters of(double[] values, List<? extends @Nullable String> sources) {
        if (values.length == 0 || values.length != sources.size()) {
            throw new IllegalArgumentException("values and sources must be equally many and not none; they are "
                    + values.length + " and " + sources.size());
        }
        Map<String, Integer> numbers = new HashMap<>();
        int[] cluster = new int[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            String source = sources.get(i);
            Integer known = source == null ? null : numbers.get(source);
            if (known == null) {
                known = count++;
                if (source != null) {
                    numbers.put(source, known);
                }
            }
            cluster[i] = known;
        }
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int i = 0; i < values.length; i++) {
            sums[cluster[i]] += values[i];
            sizes[cluster[i]]++;
        }
        return new Clusters(sums, sizes);
    }

    /**
     * Every value a cluster of its own.
     *
     * @param values of the clips
     * @return as many clusters
     */
    public static Clusters independent(double[] values) {
        int[] sizes = new int[values.length];
        Arrays.fill(sizes, 1);
        return new Clusters(values.clone(), sizes);
    }

    /** {@return how many clusters there are} */
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
