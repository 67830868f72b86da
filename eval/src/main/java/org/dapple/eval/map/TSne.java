package org.dapple.eval.map;

import java.util.Arrays;
import org.dapple.core.settings.ConfigurationException;

/**
 * Exact t-distributed stochastic neighbour embedding (van der Maaten and Hinton 2008, algorithm 1): every iteration
 * looks at every pair of rows. Neighbours stay neighbours; distances between groups and sizes of groups mean little.
 *
 * <p>Two things differ from the paper. The map starts from the rows' {@link PrincipalPlane}, scaled to the paper's
 * initial deviation of 0.01, instead of from random numbers; so the same rows give the same map to the bit, and rows
 * that are far apart are more likely to be so in the map. Distances are those of the rows, not of their first 30
 * principal components.
 *
 * @param perplexity effective number of neighbours, at least 1; with few rows at most a third of the others
 * @param iterations steps of gradient descent
 * @param learningRate its step
 * @param exaggeration factor of the joint probabilities in the first iterations, which lets groups form
 * @param exaggerated number of these iterations
 */
public record TSne(double perplexity, int iterations, double learningRate, double exaggeration, int exaggerated) {
    private static final int FEWEST_ROWS = 4;
    private static final double START_DEVIATION = 0.01;
    private static final double FIRST_MOMENTUM = 0.5;
    private static final double LAST_MOMENTUM = 0.8;
    private static final int MOMENTUM_CHANGES_AT = 250;
    private static final double SMALLEST_GAIN = 0.01;

    /** Refuses numbers outside their ranges. */
    public TSne {
        ConfigurationException.require(perplexity >= 1 && perplexity < 1e6, "perplexity", "be at least 1", perplexity);
        ConfigurationException.require(iterations >= 0, "iterations", "not be negative", iterations);
        ConfigurationException.require(
                learningRate > 0 && learningRate < 1e9, "learning_rate", "be above 0", learningRate);
        ConfigurationException.require(
                exaggeration >= 1 && exaggeration < 1e6, "exaggeration", "be at least 1", exaggeration);
        ConfigurationException.require(exaggerated >= 0, "exaggerated", "not be negative", exaggerated);
    }

    /**
     * {@return the paper's settings: perplexity 30, 1000 iterations, learning rate 100, exaggeration 4 in the first 50}
     */
    public static TSne standard() {
        return new TSne(30, 1000, 100, 4, 50);
    }

    /**
     * Makes a map. Time and memory grow with the square of the number of rows: 2000 rows take seconds and 40 MB.
     *
     * @param rows [N][D], finite; not changed
     * @return [N][2], centred
     * @throws ConfigurationException with the key {@code rows} if there are fewer than four rows, or a row has another
     *     width or a value that is not finite
     */
    public double[][] map(float[][] rows) {
        ConfigurationException.require(rows.length >= FEWEST_ROWS, "rows", "be at least four", rows.length);
        double[][] joint = Neighbourhoods.joint(Rows.checked(rows), Math.min(perplexity, (rows.length - 1) / 3.0));
        double[][] map = descend(new Divergence(joint), start(PrincipalPlane.of(rows)));
        double[][] coordinates = new double[rows.length][2];
        for (int i = 0; i < rows.length; i++) {
            coordinates[i][0] = map[0][i];
            coordinates[i][1] = map[1][i];
        }
        return coordinates;
    }

    /** {@return the principal plane as [2][N], so small that every row is a neighbour of every other} */
    static double[][] start(PrincipalPlane plane) {
        int n = plane.coordinates().length;
        double[][] map = new double[2][n];
        double squares = 0;
        for (int i = 0; i < n; i++) {
            map[0][i] = plane.coordinates()[i][0];
            map[1][i] = plane.coordinates()[i][1];
            squares += map[0][i] * map[0][i];
        }
        double factor = squares > 0 ? START_DEVIATION / Math.sqrt(squares / n) : 0;
        for (double[] axis : map) {
            for (int i = 0; i < n; i++) {
                axis[i] *= factor;
            }
        }
        return map;
    }

    /**
     * Descends the gradient with momentum and with a gain for each coordinate, which grows while the direction stays.
     */
    double[][] descend(Divergence divergence, double[][] map) {
        int n = map[0].length;
        double[][] gradient = new double[2][n];
        double[][] velocity = new double[2][n];
        double[][] gain = new double[2][n];
        Arrays.fill(gain[0], 1);
        Arrays.fill(gain[1], 1);
        for (int t = 0; t < iterations; t++) {
            divergence.gradient(map, t < exaggerated ? exaggeration : 1, gradient);
            double momentum = t < MOMENTUM_CHANGES_AT ? FIRST_MOMENTUM : LAST_MOMENTUM;
            for (int axis = 0; axis < 2; axis++) {
                double mean = 0;
                for (int i = 0; i < n; i++) {
                    // The velocity runs against the gradient: unlike signs mean the same direction as before.
                    boolean onward = gradient[axis][i] > 0 != velocity[axis][i] > 0;
                    gain[axis][i] = Math.max(SMALLEST_GAIN, onward ? gain[axis][i] + 0.2 : gain[axis][i] * 0.8);
                    velocity[axis][i] = momentum * velocity[axis][i] - learningRate * gain[axis][i] * gradient[axis][i];
                    map[axis][i] += velocity[axis][i];
                    mean += map[axis][i] / n;
                }
                for (int i = 0; i < n; i++) {
                    map[axis][i] -= mean;
                }
            }
        }
        return map;
    }
}
