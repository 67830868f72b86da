package org.dapple.data.synthetic;

/** A sine table: fast, and with the same bits on every platform, which {@link Math#sin} does not guarantee. */
final class Sine {
    private static final int SIZE = 4096;
    private static final double[] TABLE = new double[SIZE + 1];

    static {
        for (int i = 0; i <= SIZE; i++) {
            TABLE[i] = StrictMath.sin(2 * StrictMath.PI * i / SIZE);
        }
    }

    private Sine() {}

    /** sin(2π · turns), linearly interpolated, with an error of at most 3e-7. */
    static double of(double turns) {
        double place = (turns - Math.floor(turns)) * SIZE;
        int index = (int) place;
        return TABLE[index] + (place - index) * (TABLE[index + 1] - TABLE[index]);
    }
}
