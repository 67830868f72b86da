package org.dapple.eval.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.dapple.core.settings.ConfigurationException;
import org.junit.jupiter.api.Test;

class TSneTest {
    private static final int CLASSES = 5;

    @Test
    void keepsSeparateClustersSeparate() {
        float[][] rows = clusters(200, 30, 8);
        double[][] map = TSne.standard().map(rows);
        for (int i = 0; i < map.length; i++) {
            assertEquals(i % CLASSES, nearest(map, i) % CLASSES, "the nearest neighbour of row " + i);
        }
    }

    @Test
    void lowersTheDivergence() {
        float[][] rows = clusters(120, 10, 1);
        Divergence divergence = new Divergence(Neighbourhoods.joint(Rows.checked(rows), 30));
        double last = divergence.at(TSne.start(PrincipalPlane.of(rows)));
        for (int iterations : new int[] {60, 100, 200}) {
            TSne sne = new TSne(30, iterations, 100, 4, 50);
            double now = divergence.at(sne.descend(divergence, TSne.start(PrincipalPlane.of(rows))));
            assertTrue(now < last, now + " after " + iterations + " iterations, " + last + " before");
            last = now;
        }
        assertTrue(last > 0, "a divergence is positive; it is " + last);
    }

    @Test
    void followsTheGradientOfTheDivergence() {
        Divergence divergence = new Divergence(Neighbourhoods.joint(Rows.checked(clusters(9, 4, 1)), 2.5));
        SplittableRandom random = new SplittableRandom(3);
        double[][] map = new double[2][9];
        for (double[] axis : map) {
            for (int i = 0; i < axis.length; i++) {
                axis[i] = random.nextGaussian();
            }
        }
        double[][] gradient = new double[2][9];
        divergence.gradient(map, 1, gradient);
        for (int axis = 0; axis < 2; axis++) {
            for (int i = 0; i < 9; i++) {
                double at = map[axis][i];
                map[axis][i] = at + 1e-5;
                double above = divergence.at(map);
                map[axis][i] = at - 1e-5;
                double below = divergence.at(map);
                map[axis][i] = at;
                assertEquals((above - below) / 2e-5, gradient[axis][i], 1e-9);
            }
        }
    }

    @Test
    void givesEachRowAsManyNeighboursAsWanted() {
        double[][] joint = Neighbourhoods.joint(Rows.checked(clusters(60, 10, 1)), 12);
        double sum = 0;
        for (int i = 0; i < joint.length; i++) {
            assertEquals(0, joint[i][i]);
            for (int j = 0; j < joint.length; j++) {
                assertEquals(joint[i][j], joint[j][i]);
                sum += joint[i][j];
            }
        }
        assertEquals(1, sum, 1e-12);
        // Four corners of a square: each has two neighbours at 1 and one at 2, so p(1) = a, p(2) = 1 - 2a.
        float[][] square = {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
        double[][] corners = Neighbourhoods.joint(Rows.checked(square), 2.5);
        double near = 4 * corners[0][1]; // (p + p) / 2N
        double far = 4 * corners[0][2];
        assertEquals(1, 2 * near + far, 1e-12);
        assertEquals(2.5, Math.exp(-2 * near * Math.log(near) - far * Math.log(far)), 1e-4);
        assertTrue(near > far, near + " near, " + far + " far");
    }

    @Test
    void isTheSameToTheBit() {
        float[][] rows = clusters(70, 20, 2);
        double[][] once = TSne.standard().map(rows);
        double[][] again = TSne.standard().map(rows);
        for (int i = 0; i < rows.length; i++) {
            assertArrayEquals(once[i], again[i]);
        }
    }

    @Test
    void bearsFewAndEqualRows() {
        for (float[][] rows : new float[][][] {new float[4][3], new float[40][3], {{1}, {1}, {1}, {5}, {5}}}) {
            for (double[] point : TSne.standard().map(rows)) {
                assertTrue(Double.isFinite(point[0]) && Double.isFinite(point[1]), "finite");
            }
        }
        assertThrows(ConfigurationException.class, () -> TSne.standard().map(new float[3][2]));
        assertThrows(ConfigurationException.class, () -> new TSne(0, 1000, 100, 4, 50));
        assertThrows(ConfigurationException.class, () -> new TSne(Double.NaN, 1000, 100, 4, 50));
    }

    /** Gaussian clusters one after the other in turn, their centres so many deviations along axes of their own. */
    private static float[][] clusters(int n, int width, double distance) {
        SplittableRandom random = new SplittableRandom(7);
        float[][] rows = new float[n][width];
        for (int i = 0; i < n; i++) {
            for (int d = 0; d < width; d++) {
                rows[i][d] = (float) (random.nextGaussian() + (d == i % CLASSES ? distance : 0));
            }
        }
        return rows;
    }

    private static int nearest(double[][] map, int i) {
        int nearest = i == 0 ? 1 : 0;
        for (int j = 0; j < map.length; j++) {
            nearest = j != i && distance(map, i, j) < distance(map, i, nearest) ? j : nearest;
        }
        return nearest;
    }

    private static double distance(double[][] map, int i, int j) {
        return Math.hypot(map[i][0] - map[j][0], map[i][1] - map[j][1]);
    }
}
