package org.dapple.train.record;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.dapple.core.ops.TorchOps;

/**
 * A measure of whether an encoder still distinguishes patches.
 *
 * @param rankMe effective rank of the embeddings: exp of the entropy of their singular values, normalised to sum 1, not
 *     centred. Source: Garrido et al., "RankMe" (ICML 2023), eq. 1 and 2. At most min(N, D)
 * @param variance over the patches, mean of all D elements
 */
public record EncoderHealth(double rankMe, double variance) {
    /** Below this, all embeddings nearly lie on one line. */
    public static final double LEAST_RANK = 2;
    /** Below this, all embeddings nearly coincide; healthy normalised embeddings have a variance of a few tenths. */
    public static final double LEAST_VARIANCE = 1e-4;

    private static final double EPSILON = 1e-7;

    /**
     * Measures embeddings.
     *
     * @param embeddings [N, D], at least two
     * @return their health
     * @throws UnsupportedOperationException without the native operations
     */
    public static EncoderHealth of(NDArray embeddings) {
        try (NDManager scope = embeddings.getManager().newSubManager()) {
            scope.tempAttachAll(embeddings);
            // The squares of the singular values need twice as many digits.
            NDArray rows = embeddings.stopGradient().toType(DataType.FLOAT64, false);
            double count = (double) rows.getShape().get(0);
            NDArray mean = rows.sum(new int[] {0}).div(count);
            double variance = rows.square()
                    .sum(new int[] {0})
                    .div(count)
                    .sub(mean.square())
                    .mean()
                    .getDouble();
            if (!Double.isFinite(variance)) {
                return new EncoderHealth(Double.NaN, Double.NaN);
            }
            boolean tall = rows.getShape().get(0) > rows.getShape().get(1);
            NDArray gram = tall ? rows.transpose().matMul(rows) : rows.matMul(rows.transpose());
            return new EncoderHealth(
                    rank(TorchOps.standard().eigh(gram).get(0).toDoubleArray()), Math.max(0, variance));
        }
    }

    /** The effective rank of a matrix with these squared singular values. */
    private static double rank(double[] squares) {
        double sum = 0;
        for (double square : squares) {
            sum += Math.sqrt(Math.max(0, square));
        }
        double entropy = 0;
        for (double square : squares) {
            double share = Math.sqrt(Math.max(0, square)) / Math.max(sum, Double.MIN_NORMAL) + EPSILON;
            entropy -= share * Math.log(share);
        }
        return Math.exp(entropy);
    }

    /** {@return whether the embeddings of all patches nearly coincide} */
    public boolean collapsed() {
        return !(rankMe >= LEAST_RANK && variance >= LEAST_VARIANCE); // also catches NaN
    }
}
