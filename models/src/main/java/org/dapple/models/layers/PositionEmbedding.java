package org.dapple.models.layers;

import org.dapple.core.grid.PatchGrid;
import org.dapple.core.settings.ConfigurationException;

/**
 * Fixed two-dimensional sine-cosine positions. The first half of the channels encodes the column (time), the second
 * half the row (frequency), each as all sines followed by all cosines of p · 10000^(-j/(d/2)), d being half the width.
 * Source: He et al., MAE (CVPR 2022), as adapted by MSM-MAE and M2D.
 */
public final class PositionEmbedding {
    private static final double BASE = 10000;
    private static final double SHARPNESS = -0.75;

    private PositionEmbedding() {}

    /**
     * The table of a grid, as in MAE and M2D, computed in double precision.
     *
     * @param grid the patches
     * @param width D, a multiple of 4
     * @return row-major [L, D]; the class token has position zero and no row here
     * @throws ConfigurationException if the width is not a multiple of 4
     */
    public static float[] table(PatchGrid grid, int width) {
        return table(grid, width, ViTStyle.PRE_NORM);
    }

    /**
     * The table of a grid for either style: data2vec 2.0 and EAT encode the row in the first half of the channels.
     *
     * @param grid the patches
     * @param width D, a multiple of 4
     * @param style which half of the channels encodes time
     * @return row-major [L, D]
     */
    public static float[] table(PatchGrid grid, int width, ViTStyle style) {
        ConfigurationException.require(width > 0 && width % 4 == 0, "width", "be a multiple of 4", width);
        float[] table = new float[grid.count() * width];
        int half = width / 2;
        int time = style == ViTStyle.PRE_NORM ? 0 : half;
        for (int l = 0; l < grid.count(); l++) {
            encode(grid.column(l), table, l * width + time, half);
            encode(grid.row(l), table, l * width + half - time, half);
        }
        return table;
    }

    /**
     * The table of a longer grid, interpolated over time with Keys' cubic kernel (a = -0.75, edges repeated):
     * fine-tuning stretches positions to longer sounds this way.
     *
     * @param grid the patches that the encoder was trained on
     * @param columns T of the result
     * @param width D, a multiple of 4
     * @param style which half of the channels encodes time
     * @return row-major [F · columns, D]
     */
    public static float[] interpolated(PatchGrid grid, int columns, int width, ViTStyle style) {
        float[] trained = table(grid, width, style);
        float[] stretched = new float[grid.freqPatches() * columns * width];
        for (int t = 0; t < columns; t++) {
            double source = (t + 0.5) * grid.timePatches() / columns - 0.5;
            int first = (int) Math.floor(source) - 1;
            for (int tap = 0; tap < 4; tap++) {
                double weight = cubic(source - first - tap);
                int column = Math.max(0, Math.min(grid.timePatches() - 1, first + tap));
                for (int f = 0; f < grid.freqPatches(); f++) {
                    int from = grid.index(f, column) * width;
                    int to = (f * columns + t) * width;
                    for (int channel = 0; channel < width; channel++) {
                        stretched[to + channel] += (float) (weight * trained[from + channel]);
                    }
                }
            }
        }
        return stretched;
    }

    private static double cubic(double distance) {
        double x = Math.abs(distance);
        return x <= 1
                ? ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1
                : ((SHARPNESS * x - 5 * SHARPNESS) * x + 8 * SHARPNESS) * x - 4 * SHARPNESS;
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
