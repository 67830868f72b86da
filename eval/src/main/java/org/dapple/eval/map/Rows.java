package org.dapple.eval.map;

import org.dapple.core.settings.ConfigurationException;

/** Arithmetic on rows of equal width. */
final class Rows {
    private Rows() {}

    /** Copies rows to doubles. Refuses rows of different widths and values that are not finite. */
    static double[][] checked(float[][] rows) {
        ConfigurationException.require(rows.length > 0, "rows", "be at least one", 0);
        double[][] copy = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            ConfigurationException.require(
                    rows[i].length == copy[0].length, "rows", "all be " + copy[0].length + " wide", rows[i].length);
            for (int d = 0; d < rows[i].length; d++) {
                ConfigurationException.require(
                        Float.isFinite(rows[i][d]), "rows", "be finite", rows[i][d] + " in row " + i);
                copy[i][d] = rows[i][d];
            }
        }
        return copy;
    }

    /** Subtracts the mean row from every row; equal rows become exactly zero. */
    static void centre(double[][] rows) {
        double[] origin = rows[0].clone();
        for (double[] row : rows) {
            add(row, -1, origin);
        }
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            add(mean, 1.0 / rows.length, row);
        }
        for (double[] row : rows) {
            add(row, -1, mean);
        }
    }

    /** Adds {@code factor · row} to {@code sum}. */
    static void add(double[] sum, double factor, double[] row) {
        for (int d = 0; d < sum.length; d++) {
            sum[d] += factor * row[d];
        }
    }

    /** {@return the scalar product, from four partial sums, so that the processor need not wait for each addition} */
    static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int d = 0;
        for (; d < a.length - 3; d += 4) {
            s0 += a[d] * b[d];
            s1 += a[d + 1] * b[d + 1];
            s2 += a[d + 2] * b[d + 2];
            s3 += a[d + 3] * b[d + 3];
        }
        for (; d < a.length; d++) {
            s0 += a[d] * b[d];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** {@return the squared Euclidean distance} */
    static double squaredDistance(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int d = 0;
        for (; d < a.length - 3; d += 4) {
            double d0 = a[d] - b[d];
            double d1 = a[d + 1] - b[d + 1];
            double d2 = a[d + 2] - b[d + 2];
            double d3 = a[d + 3] - b[d + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; d < a.length; d++) {
            double d0 = a[d] - b[d];
            s0 += d0 * d0;
        }
        return s0 + s1 + (s2 + s3);
    }
}
