package org.dapple.eval.statistics;

/**
 * Compares two ways of training, each trained with the same seeds. A claim about a way of training must hold for other
 * seeds than those tried. The test flips signs of the differences between seeds, exactly; with fewer than six seeds no
 * differences could give a p-value below 0.05 (2 / 2⁵ = 0.0625).
 *
 * @param difference mean over the seeds of the first way's score minus the second's
 * @param pValue two-sided; 1 with too few seeds
 * @param seeds number of seeds
 */
public record SeedTest(double difference, double pValue, int seeds) {
    /** Number of seeds that a claim needs. */
    public static final int FEWEST_SEEDS = 6;

    /** For scores between 0 and 1: a mean below this is the rounding of differences that cancel out. */
    private static final double ROUNDING = 1e-12;

    /**
     * Compares scores.
     *
     * @param first scores of the first way, one for each seed
     * @param second scores of the second way, for the same seeds in the same order
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

    /** {@return the verdict on the first way} */
    public Verdict verdict() {
        return seeds < FEWEST_SEEDS ? Verdict.TOO_FEW_SEEDS : Verdict.of(difference, pValue);
    }
}
