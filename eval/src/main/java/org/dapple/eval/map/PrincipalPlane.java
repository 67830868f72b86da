package org.dapple.eval.map;

import java.util.List;

/**
 * The projection of rows onto their two directions of largest variance (principal component analysis, Pearson 1901).
 *
 * @param coordinates [N][2], centred; the largest component of an axis in size is positive, so the same rows always
 *     give the same picture
 * @param explained [2], the share of the total variance along each axis, 0 to 1; 0 if nothing varies
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record PrincipalPlane(double[][] coordinates, double[] explained) {

    /**
     * Projects rows.
     *
     * @param rows [N][D], finite; not changed
     * @return their projection; if two variances are equal, the choice of axes is arbitrary but always the same
     * @throws org.dapple.core.settings.ConfigurationException with the key {@code rows} if there is no row, or a row
     *     has another width or a value that is not finite
     */
    public static PrincipalPlane of(float[][] rows) {
        double[][] centred = Rows.checked(rows);
        Rows.centre(centred);
        double[] first = PrincipalAxis.of(centred, List.of());
        double[] second = PrincipalAxis.of(centred, List.of(first));
        double[][] coordinates = new double[rows.length][2];
        double whole = 0;
        double[] along = new double[2];
        for (int i = 0; i < rows.length; i++) {
            coordinates[i][0] = Rows.dot(centred[i], first);
            coordinates[i][1] = Rows.dot(centred[i], second);
            whole += Rows.dot(centred[i], centred[i]);
            along[0] += coordinates[i][0] * coordinates[i][0];
            along[1] += coordinates[i][1] * coordinates[i][1];
        }
        double[] explained = whole > 0 ? new double[] {along[0] / whole, along[1] / whole} : new double[2];
        return new PrincipalPlane(coordinates, explained);
    }
}
