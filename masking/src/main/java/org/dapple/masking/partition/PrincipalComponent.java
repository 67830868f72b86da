package org.dapple.masking.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.ops.Elementary;

/**
 * The first principal component of each clip's tokens by Lanczos' method: of all combinations of the start and its
 * first products with the covariance, the one with the largest variance. Ten products are worth some forty power
 * iterations, and every product reads the tokens twice. Source: Golub and Van Loan, "Matrix Computations", chapter 10.
 */
final class PrincipalComponent {
    private static final int PRODUCTS = 10;

    /** A remainder this small, relative to what it was taken from, is rounding. */
    private static final float ROUNDING = 1e-5f;

    private static final float SMALLEST = 1e-30f;
    private static final float GOLDEN = 0.618034f;

    private PrincipalComponent() {}

    /** How far along the component each token lies, about its mean: [B, 1, L], of either sign. */
    static NDArray projections(TokenSimilarity similarity) {
        Shape shape = similarity.shape();
        int products = (int) Math.min(PRODUCTS, shape.get(1));
        NDArray basis = unit(centered(start(similarity.manager(), shape)));
        NDArray newest = image(similarity, basis);
        NDArray images = newest;
        for (int i = 1; i < products; i++) {
            NDArray next = orthogonal(newest, basis);
            newest = image(similarity, next);
            basis = basis.concat(next, 1);
            images = images.concat(newest, 1);
        }
        NDArray projected = images.matMul(basis.transpose(0, 2, 1)); // [B, products, products]
        return Eigenvectors.leading(projected).transpose(0, 2, 1).matMul(basis);
    }

    /** The same scattered numbers for every clip: nothing that tokens are likely to be orthogonal to. */
    private static NDArray start(NDManager manager, Shape shape) {
        int count = Math.toIntExact(shape.get(1));
        NDArray scattered = manager.arange(1, count + 1, 1, DataType.FLOAT32)
                .mul(GOLDEN)
                .mod(1)
                .reshape(1, 1, count);
        return scattered.broadcast(shape.get(0), 1, count);
    }

    /** The covariance of the tokens, which is never formed, times a vector over the tokens. */
    private static NDArray image(TokenSimilarity similarity, NDArray vector) {
        return centered(similarity.times(vector));
    }

    /** What a basis lacks of a vector, at length 1, or 0 if that is only rounding. Twice, because once is not exact. */
    private static NDArray orthogonal(NDArray vector, NDArray basis) {
        NDArray rest = remainder(vector, basis);
        NDArray counts = length(rest).gt(length(vector).mul(ROUNDING)).toType(DataType.FLOAT32, false);
        return unit(remainder(unit(rest), basis)).mul(counts);
    }

    private static NDArray remainder(NDArray vector, NDArray basis) {
        return vector.sub(vector.matMul(basis.transpose(0, 2, 1)).matMul(basis));
    }

    private static NDArray centered(NDArray vector) {
        return vector.sub(vector.mean(new int[] {2}, true));
    }

    private static NDArray unit(NDArray vector) {
        return vector.div(length(vector).maximum(SMALLEST));
    }

    private static NDArray length(NDArray vector) {
        return Elementary.sqrt(vector.square().sum(new int[] {2}, true));
    }
}
