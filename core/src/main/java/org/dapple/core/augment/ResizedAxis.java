package org.dapple.core.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * A crop and resize of the last axis, different for each image of a batch. Every new value is a weighted sum of four
 * old ones.
 *
 * @param batch B
 * @param length N, of the axis
 * @param places [{@value #TAPS}, B, N], indices of the old values
 * @param weights [{@value #TAPS}, B, N]; 0 outside the image
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
record ResizedAxis(int batch, int length, long[] places, float[] weights) {
    private static final int TAPS = 4;
    /** The steepness of the cubic, as in PyTorch. */
    private static final double STEEPNESS = -0.75;

    /** Draws a crop for each image. */
    static ResizedAxis of(
            int batch, int length, double canvas, double smallest, double largest, SplittableRandom random) {
        ResizedAxis axis =
                new ResizedAxis(batch, length, new long[TAPS * batch * length], new float[TAPS * batch * length]);
        int room = (int) Math.round(length * canvas);
        for (int image = 0; image < batch; image++) {
            double scale = smallest + (largest - smallest) * random.nextDouble();
            int size = Math.max(1, Math.min(room, (int) (length * scale)));
            axis.set(image, random.nextInt(room - size + 1) - (room - length) / 2, size);
        }
        return axis;
    }

    /**
     * Sets the crop of one image.
     *
     * @param start its first position; positions outside the axis are zero
     * @param size its length
     */
    void set(int image, int start, int size) {
        double step = length == 1 ? 0 : (size - 1.0) / (length - 1.0);
        for (int i = 0; i < length; i++) {
            double position = i * step;
            int nearest = (int) Math.floor(position);
            for (int tap = 0; tap < TAPS; tap++) {
                // Positions outside the crop repeat its edge.
                int inCrop = Math.min(size - 1, Math.max(0, nearest - 1 + tap));
                int old = start + inCrop;
                int at = (tap * batch + image) * length + i;
                boolean there = old >= 0 && old < length;
                places[at] = there ? old : 0;
                weights[at] = there ? (float) cubic(Math.abs(position - (nearest - 1 + tap))) : 0;
            }
        }
    }

    /** Keys, "Cubic convolution interpolation for digital image processing" (1981), for a distance below 2. */
    private static double cubic(double distance) {
        double d = distance;
        return d <= 1
                ? ((STEEPNESS + 2) * d - (STEEPNESS + 3)) * d * d + 1
                : ((STEEPNESS * d - 5 * STEEPNESS) * d + 8 * STEEPNESS) * d - 4 * STEEPNESS;
    }

    /** Crops and resizes images [B, M, N]. */
    NDArray apply(NDArray images) {
        NDManager manager = images.getManager();
        Shape all = new Shape(TAPS, batch, 1, length);
        NDArray place = manager.create(places).reshape(all);
        NDArray weight = manager.create(weights).reshape(all);
        NDArray sum = images.zerosLike();
        for (int tap = 0; tap < TAPS; tap++) {
            NDArray index = place.get(tap).broadcast(images.getShape()).toType(DataType.INT64, false);
            sum.addi(images.gather(index, 2).mul(weight.get(tap)));
        }
        return sum;
    }
}
