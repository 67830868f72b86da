package org.dapple.eval.map;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Finds the direction of largest variance of centred rows by Lanczos' method with full orthogonalisation. The
 * covariance of wide embeddings is never formed.
 */
final class PrincipalAxis {
    private static final int MOST_STEPS = 300;
    private static final int STEPS_BETWEEN_CHECKS = 5;

    /** Largest residual, relative to the largest eigenvalue. */
    private static final double TOLERANCE = 1e-11;

    private final double[][] rows;
    private final List<double[]> earlier;
    private final List<double[]> basis = new ArrayList<>();
    private final List<Double> diagonal = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();

    private PrincipalAxis(double[][] rows, List<double[]> earlier) {
        this.rows = rows;
        this.earlier = earlier;
    }

    /**
     * Finds an axis.
     *
     * @param rows [N][D], centred
     * @param earlier unit vectors [D] to which the axis is orthogonal
     * @return a unit vector [D] whose largest component in size is positive; zeros if nothing varies
     */
    static double[] of(double[][] rows, List<double[]> earlier) {
        return new PrincipalAxis(rows, earlier).find();
    }

    private double[] find() {
        int width = rows[0].length;
        // A mixture of the rows in fixed proportions has a part in every direction in which they vary. Each axis gets
        // another mixture, because nothing of this one may remain beside the first axis.
        SplittableRandom random = new SplittableRandom(earlier.size());
        double[] next = new double[width];
        for (double[] row : rows) {
            Rows.add(next, random.nextDouble() - 0.5, row);
        }
        double size = orthogonalise(next);
        int most = Math.min(MOST_STEPS, Math.min(rows.length, width));
        double scale = 0;
        for (double[] row : rows) {
            scale += Rows.dot(row, row);
        }
        while (basis.size() < most && size > 1e-13 * Math.sqrt(scale)) {
            if (!basis.isEmpty()) {
                beside.add(size);
            }
            basis.add(scaled(next, 1 / size));
            next = product(basis.get(basis.size() - 1));
            diagonal.add(Rows.dot(basis.get(basis.size() - 1), next));
            size = orthogonalise(next);
            if (basis.size() % STEPS_BETWEEN_CHECKS == 0 && residual(size) < TOLERANCE) {
                break;
            }
        }
        return basis.isEmpty() ? new double[width] : axis();
    }

    /** {@return Xᵀ X v} */
    private double[] product(double[] vector) {
        double[] product = new double[vector.length];
        for (double[] row : rows) {
            Rows.add(product, Rows.dot(row, vector), row);
        }
        return product;
    }

    /** Removes the components along known directions, twice because of rounding, and returns the norm of the rest. */
    private double orthogonalise(double[] vector) {
        for (int round = 0; round < 2; round++) {
            earlier.forEach(known -> Rows.add(vector, -Rows.dot(vector, known), known));
            basis.forEach(known -> Rows.add(vector, -Rows.dot(vector, known), known));
        }
        return Math.sqrt(Rows.dot(vector, vector));
    }

    private double residual(double size) {
        EigenDecomposition eigen = decomposition();
        return size * Math.abs(eigen.getEigenvector(0).getEntry(basis.size() - 1)) / eigen.getRealEigenvalue(0);
    }

    private EigenDecomposition decomposition() {
        return new EigenDecomposition(
                diagonal.stream().mapToDouble(Double::doubleValue).toArray(),
                beside.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double[] axis() {
        double[] weights = decomposition().getEigenvector(0).toArray();
        double[] axis = new double[rows[0].length];
        for (int i = 0; i < weights.length; i++) {
            Rows.add(axis, weights[i], basis.get(i));
        }
        int largest = 0;
        for (int d = 0; d < axis.length; d++) {
            largest = Math.abs(axis[d]) > Math.abs(axis[largest]) ? d : largest;
        }
        return scaled(axis, Math.signum(axis[largest]) / Math.sqrt(Rows.dot(axis, axis)));
    }

    private static double[] scaled(double[] vector, double factor) {
        double[] scaled = new double[vector.length];
        Rows.add(scaled, factor, vector);
        return scaled;
    }
}
