package org.dapple.eval.statistics;

/**
 * A mean with its 95 % interval.
 *
 * @param mean of the values
 * @param low lower end
 * @param high upper end
 * @param kind how the interval was made, and so what it covers
 */
public record Interval(double mean, double low, double high, Kind kind) {

    /** What an interval covers. */
    public enum Kind {
        /** Other test clips of the same kind, each independent of the others: bootstrap. */
        OVER_CLIPS("bootstrap over clips"),
        /** Other recordings, speakers or instruments of the same kind: bootstrap of these. */
        OVER_SOURCES("bootstrap over sources"),
        /** Other runs of the same experiment, with other seeds or folds: Student's t. */
        OVER_RUNS("t over runs");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** {@return what tables call it} */
        @Override
        public String toString() {
            return words;
        }
    }
}
