package org.dapple.eval.statistics;

/** What may be said of two things that were compared. */
public enum Verdict {
    /** The first has the higher score, and chance hardly explains it. */
    BETTER("better"),
    /** The first has the lower score, and chance hardly explains it. */
    WORSE("worse"),
    /** Chance explains the difference well enough: nothing is shown, neither a difference nor that there is none. */
    NOT_DISTINGUISHABLE("not distinguishable"),
    /** Runs of so few seeds could not have given a claim, whatever their scores. */
    TOO_FEW_SEEDS("too few seeds"),
    /** Clips of so few sources could not have given a claim, whatever was predicted. */
    TOO_FEW_SOURCES("too few sources");

    private static final double LEVEL = 0.05;

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /**
     * The verdict of a test.
     *
     * @param difference of the scores, the first's minus the second's
     * @param pValue of the test, adjusted where there are several
     * @return a claim only below 0.05
     */
    public static Verdict of(double difference, double pValue) {
        if (!(pValue < LEVEL) || difference == 0) {
            return NOT_DISTINGUISHABLE;
        }
        return difference > 0 ? BETTER : WORSE;
    }

    /** {@return what reports say} */
    @Override
    public String toString() {
        return words;
    }
}
