package org.dapple.eval.statistics;

import java.util.Locale;

/**
 * A score with its 95 % interval, or with the reason for having none.
 *
 * @param mean the score, or the difference of two scores
 * @param low lower end; minus infinity without an interval
 * @param high upper end; infinity without an interval
 * @param kind how the interval was computed, and so what it covers; or why there is none
 */
public record Interval(double mean, double low, double high, Kind kind) {

    /** What an interval covers, or why there is none. */
    public enum Kind {
        /** Covers other test clips of the same kind, each independent of the others: {@link Jackknife}. */
        OVER_CLIPS("jackknife over clips"),
        /** Covers other recordings, speakers or instruments of the same kind: {@link Jackknife} over sources. */
        OVER_SOURCES("jackknife over sources"),
        /** Covers other runs of the same experiment, with other seeds or draws: Student's t. */
        OVER_RUNS("t over runs"),
        /** There are too few sources, or too few clips. */
        FEW_SOURCES("no interval: fewer than six sources"),
        /** A mean average precision of labels that too few clips have. */
        FEW_POSITIVES("no interval: fewer than 15 clips of a label"),
        /** All sources have the same result, for example because every clip is right. */
        ALL_ALIKE("no interval: all sources are alike"),
        /** A single run says nothing about other runs. */
        ONE_RUN("no interval: one run"),
        /** All runs have the same score. */
        EQUAL_RUNS("no interval: all runs are alike");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** {@return the name in tables} */
        @Override
        public String toString() {
            return words;
        }

        /** {@return whether there is an interval} */
        public boolean known() {
            return compareTo(OVER_RUNS) <= 0;
        }
    }

    /**
     * Refuses an interval that does not hold its score, or that has ends although its kind says there is none.
     *
     * @throws IllegalArgumentException if it refuses the interval
     */
    public Interval {
        boolean ends = Double.isFinite(low) && Double.isFinite(high);
        if (!(low <= mean && mean <= high) || ends != kind.known()) {
            throw new IllegalArgumentException(
                    "the interval must hold its score; it is " + mean + " in " + low + " to " + high + ", " + kind);
        }
    }

    /**
     * Creates a score without an interval.
     *
     * @param mean the score
     * @param why the reason for having none
     * @return the score between minus and plus infinity
     */
    public static Interval none(double mean, Kind why) {
        return new Interval(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, why);
    }

    /** {@return whether there is an interval} */
    public boolean known() {
        return kind.known();
    }

    /**
     * The score in words.
     *
     * @return for example {@code 71.2 % (95 % interval 68.0 to 74.2, jackknife over clips)}, or why there is no
     *     interval
     */
    public String percent() {
        String interval = known()
                ? String.format(Locale.ROOT, "95 %% interval %.1f to %.1f, %s", 100 * low, 100 * high, kind)
                : kind.toString();
        return String.format(Locale.ROOT, "%.1f %% (%s)", 100 * mean, interval);
    }
}
