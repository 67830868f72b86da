package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** How tokens are divided in two by their pair similarities. */
public enum Partition {
    /**
     * By the sign of the first principal component, exact. The reference's randomised rank-1 form agrees where there
     * are two groups and is arbitrary where there are none.
     */
    PCA(1e-6f) {
        @Override
        NDArray sides(NDArray similarities) {
            NDArray rowMean = similarities.mean(new int[] {2}, true);
            NDArray columnMean = rowMean.transpose(0, 2, 1);
            NDArray mean = rowMean.mean(new int[] {1}, true);
            NDArray centered = similarities.sub(rowMean).sub(columnMean).add(mean);
            return side(Eigenvectors.leading(centered)).gt(0).toType(DataType.FLOAT32, false);
        }
    },
    /** By the sign of the second-smallest eigenvector of the graph Laplacian: the paper's costly form. */
    SPECTRAL(1e-8f) {
        @Override
        NDArray sides(NDArray similarities) {
            NDArray weights = similarities.add(1e-12f);
            long count = weights.getShape().get(1);
            NDArray identity = weights.getManager().eye((int) count);
            NDArray laplacian = weights.sum(new int[] {2}, true).mul(identity).sub(weights);
            // Shifted so that the smallest eigenvalues become the largest in size (Gershgorin's bound).
            NDArray bound =
                    laplacian.abs().sum(new int[] {2}).max(new int[] {1}).reshape(-1, 1, 1);
            NDArray shifted = identity.mul(bound).sub(laplacian);
            return side(Eigenvectors.second(shifted)).gte(0).toType(DataType.FLOAT32, false);
        }
    };

    private final float epsilon;

    Partition(float epsilon) {
        this.epsilon = epsilon;
    }

    /**
     * The two sides.
     *
     * @param similarities [B, L, L]
     * @return float32 [B, L]: 1 on one side, 0 on the other; which is which carries no meaning
     */
    abstract NDArray sides(NDArray similarities);

    /** Added to the number of members when a side is averaged. */
    float epsilon() {
        return epsilon;
    }

    private static NDArray side(NDArray vector) {
        Shape shape = vector.getShape();
        return vector.reshape(shape.get(0), shape.get(1));
    }
}
