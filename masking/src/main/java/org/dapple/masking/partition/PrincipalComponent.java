package org.dapple.masking.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.ops.Elementary;

/**
 * The first principal component of each clip's tokens, by Lanczos' method. Of all combinations of a start vector and
 * its first products with the covariance, it has the largest variance. Ten products are worth about forty power
 * iterations; every product reads the tokens twice. Source: Golub and Van Loan, "Matrix Computations", chapter 10.
 */
final class PrincipalComponent {
    private static final int PRODUCTS = 10;

    /** A remainder below this share of the original length is rounding. */
    private static final float ROUNDING = 1e-5f;

    private static final float SMALLEST = 1e-30f;
    private static final float GOLDEN = 0.618034f;

    private PrincipalComponent() {}

    /** The projection of each centred token on the component: [B, 1, L], with arbitrary sign. */
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

    /** The same scattered numbers for every clip, unlikely to be orthogonal to the tokens. */
    private static NDArray start(NDManager manager, Shape shape) {
        int count = Math.toIntExact(shape.get(1));
        NDArray scattered = manager.arange(1, count + 1, 1, DataType.FLOAT32)
                .mul(GOLDEN)
                .mod(1)
                .reshape(1, 1, count);
        return scattered.broadcast(shape.get(0), 1, count);
    }

    /** The covariance of the tokens times a vector over the tokens; the covariance is never formed. */
    private static NDArray image(TokenSimilarity similarity, NDArray vector) {
        return centered(similarity.times(vector));
    }

    /**
     * The part of a vector that is orthogonal to a basis, scaled to length 1, or 0 if it is only rounding. Projected
     * twice, because once is not exact.
     */
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
