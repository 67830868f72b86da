package org.dapple.eval.report;

/** What numbers of a report must be. */
final class Numbers {
    private Numbers() {}

    /** Between 0 and 1. */
    static void requireShare(String name, String what, double value) {
        require(value >= 0 && value <= 1, name, what, "must be between 0 and 1; it is " + value); // so that NaN fails
    }

    /** Low to high. */
    static void requireOrder(String name, double low, double high) {
        require(low <= high, name, "interval", "is reversed: " + low + " > " + high);
    }

    static void require(boolean follows, String name, String what, String problem) {
        if (!follows) {
            throw new IllegalArgumentException("the " + what + " of '" + name + "' " + problem);
        }
    }
}
