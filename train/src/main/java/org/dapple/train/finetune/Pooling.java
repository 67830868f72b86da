package org.dapple.train.finetune;

import ai.djl.ndarray.NDArray;

/** How the tokens of a clip become one vector. */
enum Pooling {
    /** The tokens of a patch column side by side, averaged over time: F · D values. Needs all patches. */
    COLUMNS {
        @Override
        NDArray apply(NDArray tokens, int rows) {
            long batch = tokens.getShape().get(0);
            long width = tokens.getShape().get(2);
            return tokens.reshape(batch, rows, -1, width).mean(new int[] {2}).reshape(batch, rows * width);
        }

        @Override
        int width(int rows, int width) {
            return rows * width;
        }
    },
    /** The mean of all visible tokens: D values. */
    PATCHES {
        @Override
        NDArray apply(NDArray tokens, int rows) {
            return tokens.mean(new int[] {1});
        }

        @Override
        int width(int rows, int width) {
            return width;
        }
    };

    /**
     * Pools tokens; it is recorded for gradients.
     *
     * @param tokens [B, N, D], without class token
     * @param rows F
     * @return [B, F · D] or [B, D]
     */
    abstract NDArray apply(NDArray tokens, int rows);

    /** The width of the result for F rows of width D. */
    abstract int width(int rows, int width);
}
