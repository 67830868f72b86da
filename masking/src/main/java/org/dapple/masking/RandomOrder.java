package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Uniformly random choices without replacement. Most masks need to know which cells come first, but not their order,
 * and two partial selections are faster than a sort.
 */
final class RandomOrder {
    private static final long RANGE = 1L << 31;

    private RandomOrder() {}

    /**
     * Random keys, distinct within every row, so that two selections never overlap.
     *
     * @return int64 [rows, n]: 31 random bits, and below them the column
     */
    static NDArray keys(NDManager manager, long rows, long n) {
        return manager.randomInteger(0, RANGE, new Shape(rows, n), DataType.INT64)
                .mul(n)
                .add(manager.arange(0, Math.toIntExact(n), 1, DataType.INT64));
    }

    /** Added to a key of {@link #keys}, this puts it before all keys without it. */
    static long precedence(long n) {
        return RANGE * n;
    }

    /**
     * Divides columns by key.
     *
     * @param keys int64 [rows, n], different in each row
     * @param first number of columns in front
     * @return int64 [rows, n]: the columns of the {@code first} largest keys, then the others; the order within either
     *     part has no meaning
     */
    static NDArray divide(NDArray keys, int first) {
        int n = Math.toIntExact(keys.getShape().get(1));
        if (first == 0 || first == n) {
            return keys.argSort(1, true);
        }
        NDArray front = keys.topK(first, 1, true, false).get(1);
        return front.concat(keys.topK(n - first, 1, false, false).get(1), 1);
    }

    /** Chooses {@code first} columns of int64 [rows, n] at random and puts them in front. */
    static NDArray choose(NDArray ids, int first) {
        Shape shape = ids.getShape();
        return ids.gather(divide(keys(ids.getManager(), shape.get(0), shape.get(1)), first), 1);
    }

    /** Columns {@code from} (inclusive) to {@code to} (exclusive) of int64 [rows, n]. */
    static NDArray columns(NDArray ids, int from, int to) {
        return ids.get(new NDIndex(":, {}:{}", from, to));
    }
}
