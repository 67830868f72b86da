package org.dapple.core.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How fast the device multiplies matrices, as a reference for the speed of training steps.
 *
 * @param flopsPerSecond floating-point operations per second; a multiplication with an addition counts as two
 */
public record MatrixRate(double flopsPerSecond) {
    private static final int SIDE = 1024;
    private static final double FLOPS = 2.0 * SIDE * SIDE * SIDE;
    private static final int PRODUCTS = 4;

    /**
     * Multiplies a few matrices of {@value #SIDE} × {@value #SIDE} and takes the fastest time; takes about 0.1 s on a
     * small processor. Draws no random numbers and waits for the device.
     *
     * @param manager determines the device
     * @param precision precision of the products; bfloat16 includes the conversion from and to float32, as in the
     *     layers
     * @return the rate
     */
    public static MatrixRate measure(NDManager manager, Precision precision) {
        double best = Double.POSITIVE_INFINITY;
        try (NDManager scope = manager.newSubManager()) {
            NDArray left = scope.ones(new Shape(SIDE, SIDE));
            NDArray right = scope.ones(new Shape(SIDE, SIDE));
            NDArray bias = scope.zeros(new Shape(SIDE));
            for (int i = 0; i < PRODUCTS; i++) {
                long start = System.nanoTime();
                TorchOps.standard().linear(left, right, bias, precision).getFloat(0, 0);
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
        }
        return new MatrixRate(FLOPS / best);
    }
}
