package org.dapple.eval.statistics;

/** The verdict of a comparison of two things. */
public enum Verdict {
    /** The first has the higher score, and chance hardly explains the difference. */
    BETTER("better"),
    /** The first has the lower score, and chance hardly explains the difference. */
    WORSE("worse"),
    /** Chance explains the difference well enough. This shows neither a difference nor that there is none. */
    NOT_DISTINGUISHABLE("not distinguishable"),
    /** There are too few seeds for a claim, whatever their scores. */
    TOO_FEW_SEEDS("too few seeds"),
    /** There are too few sources for a claim, whatever the predictions. */
    TOO_FEW_SOURCES("too few sources");

    private static final double LEVEL = 0.05;

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /**
     * Judges the result of a test.
     *
     * @param difference the first score minus the second
     * @param pValue of the test, adjusted if there are several
     * @return a claim only below 0.05
     */
    public static Verdict of(double difference, double pValue) {
        if (!(pValue < LEVEL) || difference == 0) {
            return NOT_DISTINGUISHABLE;
        }
        return difference > 0 ? BETTER : WORSE;
    }

    /** {@return the name in reports} */
    @Override
    public String toString() {
        return words;
    }
}
