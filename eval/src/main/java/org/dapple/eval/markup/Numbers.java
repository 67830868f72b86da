package org.dapple.eval.markup;

import org.dapple.eval.statistics.Interval;

/** Checks the numbers of a report. */
public final class Numbers {
    private Numbers() {}

    /**
     * Refuses a number that is not between 0 and 1.
     *
     * @param name the object that has the number
     * @param what the number
     * @param value its value
     */
    public static void requireShare(String name, String what, double value) {
        require(value >= 0 && value <= 1, name, what, "must be between 0 and 1; it is " + value); // so that NaN fails
    }

    /**
     * Refuses an interval whose ends are not between 0 and 1.
     *
     * @param name the object that has the interval
     * @param interval any; without ends nothing is checked
     */
    public static void requireShares(String name, Interval interval) {
        if (interval.known()) {
            requireShare(name, "low", interval.low());
            requireShare(name, "high", interval.high());
        }
    }

    /**
     * Refuses more than a page can hold.
     *
     * @param most the largest number
     * @param name the object that has them
     * @param what they are
     * @param count their number
     */
    public static void requireAtMost(int most, String name, String what, int count) {
        require(count <= most, name, what, "must be at most " + most + "; there are " + count);
    }

    /**
     * Refuses an object of a report.
     *
     * @param follows whether it may stay
     * @param name of the object
     * @param what is wrong with it, a noun
     * @param problem ends the sentence
     */
    public static void require(boolean follows, String name, String what, String problem) {
        if (!follows) {
            throw new IllegalArgumentException("the " + what + " of '" + name + "' " + problem);
        }
    }
}
