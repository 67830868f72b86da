package org.dapple.eval.map;

import java.util.stream.IntStream;

/** Computes how probably each row is a neighbour of each other row in the original space. */
final class Neighbourhoods {
    private static final double TOLERANCE = 1e-5;
    private static final int MOST_HALVINGS = 64;

    /** This many rows of usual width fit into a processor's cache. */
    private static final int TILE = 16;

    private Neighbourhoods() {}

    /**
     * Computes the joint probabilities of van der Maaten and Hinton 2008, section 3.1.
     *
     * @param rows [N][D]
     * @param perplexity effective number of neighbours
     * @return [N][N], symmetric, zero on the diagonal, with the sum one
     */
    static double[][] joint(double[][] rows, double perplexity) {
        double[][] p = squaredDistances(rows);
        IntStream.range(0, rows.length).parallel().forEach(i -> conditional(p[i], i, Math.log(perplexity)));
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                p[i][j] = (p[i][j] + p[j][i]) / (2.0 * rows.length);
                p[j][i] = p[i][j];
            }
        }
        return p;
    }

    private static double[][] squaredDistances(double[][] rows) {
        int n = rows.length;
        double[][] distances = new double[n][n];
        // Each pair is written by one tile alone, so the order in which tiles run does not matter.
        IntStream.rangeClosed(0, (n - 1) / TILE).parallel().forEach(tile -> {
            int end = Math.min(n, (tile + 1) * TILE);
            for (int j = 0; j < end; j++) {
                for (int i = Math.max(j + 1, tile * TILE); i < end; i++) {
                    distances[i][j] = Rows.squaredDistance(rows[i], rows[j]);
                    distances[j][i] = distances[i][j];
                }
            }
        });
        return distances;
    }

    /** Turns the squared distances from row i into probabilities of the given entropy. */
    private static void conditional(double[] row, int i, double entropy) {
        double nearest = Double.POSITIVE_INFINITY;
        double mean = 0;
        for (int j = 0; j < row.length; j++) {
            nearest = j == i ? nearest : Math.min(nearest, row[j]);
            mean += row[j] / row.length;
        }
        double[] weights = new double[row.length];
        double precision = mean > 0 ? 1 / mean : 1;
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        for (int halving = 0; ; halving++) {
            double excess = weigh(row, i, nearest, precision, weights) - entropy;
            if (Math.abs(excess) < TOLERANCE || halving == MOST_HALVINGS) {
                break;
            }
            if (excess > 0) {
                low = precision;
            } else {
                high = precision;
            }
            precision = high == Double.POSITIVE_INFINITY ? 2 * precision : (low + high) / 2;
        }
        System.arraycopy(weights, 0, row, 0, row.length);
    }

    /** Fills in the probabilities for a precision and returns their entropy in nats. */
    private static double weigh(double[] row, int i, double nearest, double precision, double[] weights) {
        double sum = 0;
        double moment = 0;
        for (int j = 0; j < row.length; j++) {
            // From the nearest one on, which changes no probability but keeps the sum above zero.
            double exponent = precision * (row[j] - nearest);
            weights[j] = j == i ? 0 : Math.exp(-exponent);
            sum += weights[j];
            moment += weights[j] == 0 ? 0 : weights[j] * exponent;
        }
        for (int j = 0; j < row.length; j++) {
            weights[j] /= sum;
        }
        return Math.log(sum) + moment / sum;
    }
}
