package org.dapple.eval.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.dapple.core.settings.ConfigurationException;
import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {

    @Test
    void findsTheAxesOfAnEllipse() {
        // Along (3, 4, 0) / 5 by ±10 and along (-4, 3, 0) / 5 by ±5, around (1, 2, 3).
        float[][] rows = {{7, 10, 3}, {-5, -6, 3}, {-3, 5, 3}, {5, -1, 3}};
        PrincipalPlane plane = PrincipalPlane.of(rows);
        double[][] expected = {{10, 0}, {-10, 0}, {0, -5}, {0, 5}}; // (4, -3, 0) / 5: its largest component is positive
        for (int i = 0; i < rows.length; i++) {
            assertArrayEquals(expected[i], plane.coordinates()[i], 1e-12);
        }
        assertArrayEquals(new double[] {0.8, 0.2}, plane.explained(), 1e-14);
    }

    @Test
    void agreesWithTheEigenvectorsOfTheCovariance() {
        SplittableRandom random = new SplittableRandom(1);
        float[][] rows = new float[150][40];
        for (float[] row : rows) {
            for (int d = 0; d < row.length; d++) {
                row[d] = (float) (5 + random.nextGaussian() * (1 + 0.02 * d)); // variances close to each other
            }
        }
        double[][] centred = Rows.checked(rows);
        Rows.centre(centred);
        RealMatrix x = new Array2DRowRealMatrix(centred);
        EigenDecomposition eigen = new EigenDecomposition(x.transpose().multiply(x));
        PrincipalPlane plane = PrincipalPlane.of(rows);
        for (int axis = 0; axis < 2; axis++) {
            double[] along = x.operate(eigen.getEigenvector(axis).toArray());
            double sign = Math.signum(along[0] * plane.coordinates()[0][axis]);
            for (int i = 0; i < rows.length; i++) {
                assertEquals(along[i], sign * plane.coordinates()[i][axis], 1e-9);
            }
            double share =
                    eigen.getRealEigenvalue(axis) / x.transpose().multiply(x).getTrace();
            assertEquals(share, plane.explained()[axis], 1e-12);
        }
    }

    @Test
    void findsTwoAxesOfEqualVariance() {
        float[][] square = new float[4][500];
        square[0][17] = 1;
        square[1][17] = -1;
        square[2][400] = 1;
        square[3][400] = -1;
        PrincipalPlane plane = PrincipalPlane.of(square);
        assertArrayEquals(new double[] {0.5, 0.5}, plane.explained(), 1e-14);
        for (double[] point : plane.coordinates()) {
            assertEquals(1, point[0] * point[0] + point[1] * point[1], 1e-14);
        }
    }

    @Test
    void drawsWhatVariesInOneDirectionOrNotAtAll() {
        PrincipalPlane line = PrincipalPlane.of(new float[][] {{1}, {3}});
        assertArrayEquals(new double[] {-1, 0}, line.coordinates()[0]);
        assertArrayEquals(new double[] {1, 0}, line.explained());
        PrincipalPlane point = PrincipalPlane.of(new float[][] {{2, 7}, {2, 7}, {2, 7}});
        assertArrayEquals(new double[2], point.coordinates()[2]);
        assertArrayEquals(new double[2], point.explained());
        assertArrayEquals(
                new double[2], PrincipalPlane.of(new float[][] {{0.1f, 3}}).coordinates()[0]);
    }

    @Test
    void refusesRowsThatCannotBeProjected() {
        assertThrows(ConfigurationException.class, () -> PrincipalPlane.of(new float[0][]));
        assertThrows(ConfigurationException.class, () -> PrincipalPlane.of(new float[][] {{1, 2}, {1}}));
        ConfigurationException e = assertThrows(
                ConfigurationException.class, () -> PrincipalPlane.of(new float[][] {{1, 2}, {1, Float.NaN}}));
        assertTrue(e.getMessage().contains("NaN in row 1"), e.getMessage());
    }
}
