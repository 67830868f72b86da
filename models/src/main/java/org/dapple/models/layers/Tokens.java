package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;

/** Selects and reorders the tokens of each clip. */
public final class Tokens {
    private Tokens() {}

    /**
     * Selects tokens.
     *
     * @param tokens [B, N, D]
     * @param ids int64 [B, K], positions along N
     * @return the selected tokens, [B, K, D]
     */
    public static NDArray select(NDArray tokens, NDArray ids) {
        long width = tokens.getShape().get(2);
        long rows = ids.getShape().get(0);
        long columns = ids.getShape().get(1);
        return tokens.gather(ids.expandDims(2).broadcast(rows, columns, width), 1);
    }
}
