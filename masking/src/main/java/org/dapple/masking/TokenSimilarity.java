package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Cosine similarities of all pairs of tokens, and what follows from them. Centres, their norms and the similarity to
 * them are sums of pair similarities, so the tokens themselves, the largest array, are read only once.
 */
final class TokenSimilarity {
    private static final float SMALLEST_NORM = 1e-12f;

    private TokenSimilarity() {}

    /** [B, L, D] to [B, L, L]. */
    static NDArray of(NDArray tokens) {
        NDArray products = tokens.matMul(tokens.transpose(0, 2, 1));
        long batch = products.getShape().get(0);
        long count = products.getShape().get(1);
        NDArray inverse =
                tokens.square().sum(new int[] {2}).sqrt().maximum(SMALLEST_NORM).pow(-1);
        return products.mul(inverse.reshape(batch, count, 1)).mul(inverse.reshape(batch, 1, count));
    }

    /**
     * How like its nearer centre each token is. A centre is the mean of its side, scaled to length 1.
     *
     * @param similarities [B, L, L]
     * @param first float32 [B, L]: 1 on one side, 0 on the other
     * @param partition gives the epsilon of the means, as in the reference
     * @return [B, L]
     */
    static NDArray toNearerCentre(NDArray similarities, NDArray first, Partition partition) {
        NDArray toFirst = toCentre(similarities, first, partition);
        NDArray toSecond = toCentre(similarities, first.neg().add(1), partition);
        return toFirst.maximum(toSecond);
    }

    private static NDArray toCentre(NDArray similarities, NDArray members, Partition partition) {
        Shape shape = members.getShape();
        NDArray share = members.div(members.sum(new int[] {1}, true).add(partition.epsilon()));
        NDArray toMean = similarities.matMul(share.expandDims(2)).reshape(shape);
        NDArray length = toMean.mul(share).sum(new int[] {1}, true).maximum(0).sqrt();
        return toMean.div(length.maximum(SMALLEST_NORM));
    }
}
