package org.dapple.models;

import org.dapple.core.ConfigurationException;
import org.dapple.core.PatchGrid;

/**
 * Fixed two-dimensional sine-cosine positions. The first half of the channels encodes the column (time), the second
 * half the row (frequency), each as all sines followed by all cosines of p · 10000^(-j/(d/2)), d being half the width.
 * Source: He et al., MAE (CVPR 2022), as adapted by MSM-MAE and M2D.
 */
public final class PositionEmbedding {
    private static final double BASE = 10000;

    private PositionEmbedding() {}

    /**
     * The table of a grid, computed in double precision.
     *
     * @param grid the patches
     * @param width D, a multiple of 4
     * @return row-major [L, D]; the class token has no row here, its position is zero
     * @throws ConfigurationException if the width is not a multiple of 4
     */
    public static float[] table(PatchGrid grid, int width) {
        ConfigurationException.require(width > 0 && width % 4 == 0, "width", "be a multiple of 4", width);
        float[] table = new float[grid.count() * width];
        for (int l = 0; l < grid.count(); l++) {
            encode(grid.column(l), table, l * width, width / 2);
            encode(grid.row(l), table, l * width + width / 2, width / 2);
        }
        return table;
    }

    private static void encode(int position, float[] table, int offset, int channels) {
        int half = channels / 2;
        for (int j = 0; j < half; j++) {
            double angle = position * Math.pow(BASE, -(double) j / half);
            table[offset + j] = (float) Math.sin(angle);
            table[offset + half + j] = (float) Math.cos(angle);
        }
    }
}
