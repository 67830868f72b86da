package org.dapple.eval.markup;

import org.dapple.eval.statistics.Interval;

/** What numbers of a report must be. */
public final class Numbers {
    private Numbers() {}

    /** Between 0 and 1. */
    public static void requireShare(String name, String what, double value) {
        require(value >= 0 && value <= 1, name, what, "must be between 0 and 1; it is " + value); // so that NaN fails
    }

    /** The ends of an interval, where there is one. */
    public static void requireShares(String name, Interval interval) {
        if (interval.known()) {
            requireShare(name, "low", interval.low());
            requireShare(name, "high", interval.high());
        }
    }

    /** No more than a page can hold. */
    public static void requireAtMost(int most, String name, String what, int count) {
        require(count <= most, name, what, "must be at most " + most + "; there are " + count);
    }

    public static void require(boolean follows, String name, String what, String problem) {
        if (!follows) {
            throw new IllegalArgumentException("the " + what + " of '" + name + "' " + problem);
        }
    }
}
