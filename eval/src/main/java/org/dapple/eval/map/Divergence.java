package org.dapple.eval.map;

import java.util.stream.IntStream;

/**
 * Measures how badly a map shows neighbours: the Kullback-Leibler divergence of the map's Student-t similarities from
 * the joint probabilities of the rows (van der Maaten and Hinton 2008, equations 4 and 5). Each row is summed by
 * itself, so the result is the same to the bit on any number of threads.
 *
 * @param joint [N][N], from {@link Neighbourhoods}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Divergence(double[][] joint) {

    /** {@return the divergence of a map [2][N], in nats} */
    double at(double[][] map) {
        int n = joint.length;
        double[] sums = new double[n];
        double[] costs = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double similarity = similarity(map, i, j);
                sums[i] += j == i ? 0 : similarity;
                double p = joint[i][j];
                costs[i] += p > 0 ? p * Math.log(p / similarity) : 0;
            }
        }
        return IntStream.range(0, n).mapToDouble(i -> costs[i]).sum()
                + Math.log(IntStream.range(0, n).mapToDouble(i -> sums[i]).sum());
    }

    /**
     * Computes the gradient at a map.
     *
     * @param map [2][N]
     * @param exaggeration factor of the joint probabilities
     * @param gradient [2][N], overwritten
     */
    void gradient(double[][] map, double exaggeration, double[][] gradient) {
        int n = joint.length;
        double[] xs = map[0];
        double[] ys = map[1];
        double[] sums = new double[n];
        double[][] apart = new double[2][n];
        IntStream.range(0, n).parallel().forEach(i -> {
            double[] p = joint[i];
            double sum = 0;
            double pullX = 0;
            double pullY = 0;
            double pushX = 0;
            double pushY = 0;
            for (int j = 0; j < n; j++) {
                double x = xs[i] - xs[j];
                double y = ys[i] - ys[j];
                double similarity = 1 / (1 + x * x + y * y);
                double pull = p[j] * similarity;
                double push = similarity * similarity;
                sum += similarity;
                pullX += pull * x;
                pullY += pull * y;
                pushX += push * x;
                pushY += push * y;
            }
            sums[i] = sum - 1; // without itself
            gradient[0][i] = 4 * exaggeration * pullX;
            gradient[1][i] = 4 * exaggeration * pullY;
            apart[0][i] = 4 * pushX;
            apart[1][i] = 4 * pushY;
        });
        double whole = 0;
        for (double sum : sums) {
            whole += sum;
        }
        Rows.add(gradient[0], -1 / whole, apart[0]);
        Rows.add(gradient[1], -1 / whole, apart[1]);
    }

    private static double similarity(double[][] map, int i, int j) {
        double x = map[0][i] - map[0][j];
        double y = map[1][i] - map[1][j];
        return 1 / (1 + x * x + y * y);
    }
}
