package org.dapple.masking.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.ops.Elementary;
import org.jspecify.annotations.Nullable;

/**
 * The cosine similarities S [B, L, L] of the tokens of each clip. Self-guided masking only multiplies vectors by S. If
 * there are few tokens relative to their width, S is computed; otherwise it is cheaper to read the tokens twice for
 * each product. Tokens are never copied; their lengths are applied to the other factor.
 */
public final class TokenSimilarity {
    private static final float SMALLEST_LENGTH = 1e-12f;

    /** S pays if there are fewer tokens than the width divided by this (measured on CPU). */
    private static final int FEW = 3;

    private final NDArray tokens;
    private final NDArray inverseLengths;
    private final @Nullable NDArray pairs;

    /**
     * Prepares the similarities of tokens.
     *
     * @param tokens float32 [B, L, D]
     */
    public TokenSimilarity(NDArray tokens) {
        Shape shape = tokens.getShape();
        this.tokens = tokens;
        this.inverseLengths = tokens.norm(2, new int[] {2}, false)
                .maximum(SMALLEST_LENGTH)
                .pow(-1)
                .reshape(shape.get(0), 1, shape.get(1));
        this.pairs = FEW * shape.get(1) < shape.get(2) ? products() : null;
    }

    /** The shape of the tokens, [B, L, D]. */
    Shape shape() {
        return tokens.getShape();
    }

    /** The manager of the results. */
    NDManager manager() {
        return tokens.getManager();
    }

    /** Vectors [B, n, L] times S: [B, n, L]. */
    NDArray times(NDArray vectors) {
        NDArray scaled = vectors.mul(inverseLengths);
        NDArray products =
                pairs == null ? scaled.matMul(tokens).matMul(tokens.transpose(0, 2, 1)) : scaled.matMul(pairs);
        return products.mul(inverseLengths);
    }

    /** S itself: [B, L, L]. */
    NDArray matrix() {
        NDArray products = pairs == null ? products() : pairs;
        return products.mul(inverseLengths).mul(inverseLengths.transpose(0, 2, 1));
    }

    private NDArray products() {
        return tokens.matMul(tokens.transpose(0, 2, 1));
    }

    /**
     * The similarity of each token to the nearer of two centres. A centre is the mean of its side, scaled to length 1.
     *
     * @param first float32 [B, 1, L]: 1 on one side, 0 on the other
     * @param epsilon added to the number of members of a side
     * @return float32 [B, L]
     */
    public NDArray toNearerCentre(NDArray first, float epsilon) {
        NDArray members = first.concat(first.neg().add(1), 1);
        NDArray shares = members.div(members.sum(new int[] {2}, true).add(epsilon));
        NDArray toMeans = times(shares);
        NDArray lengths =
                Elementary.sqrt(toMeans.mul(shares).sum(new int[] {2}, true).maximum(0));
        return toMeans.div(lengths.maximum(SMALLEST_LENGTH)).max(new int[] {1});
    }
}
