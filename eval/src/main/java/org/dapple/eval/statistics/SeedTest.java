package org.dapple.eval.statistics;

/**
 * Compares two ways of training, each trained with the same several seeds: a claim about a way of training needs to
 * hold for other seeds than those tried. Exact sign flips over the differences of seeds; with fewer than six, no
 * differences whatever could give a p-value below 0.05 (2 / 2⁵ = 0.0625).
 *
 * @param difference mean over the seeds, the first's score minus the second's
 * @param pValue two-sided; 1 with too few seeds
 * @param seeds how many there were
 */
public record SeedTest(double difference, double pValue, int seeds) {
    /** How many seeds a claim needs. */
    public static final int FEWEST_SEEDS = 6;

    /** Of scores between 0 and 1: a mean below it is one of differences that cancel out. */
    private static final double ROUNDING = 1e-12;

    /**
     * Compares.
     *
     * @param first scores of the first way, by seed
     * @param second scores of the second, for the same seeds in the same order
     * @return the comparison
     */
    public static SeedTest of(double[] first, double[] second) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException(
                    "both must have the same seeds, at least one; they have " + first.length + " and " + second.length);
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = first[i] - second[i];
        }
        Clusters seeds = Clusters.independent(differences);
        boolean enough = first.length >= FEWEST_SEEDS;
        double mean = Math.abs(seeds.mean()) < ROUNDING ? 0 : seeds.mean();
        return new SeedTest(mean, enough ? SignFlips.standard().pValue(seeds) : 1, first.length);
    }

    /** {@return what may be said} */
    public Verdict verdict() {
        return seeds < FEWEST_SEEDS ? Verdict.TOO_FEW_SEEDS : Verdict.of(difference, pValue);
    }
}
