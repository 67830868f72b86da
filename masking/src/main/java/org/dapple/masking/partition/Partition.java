package org.dapple.masking.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** How tokens are divided into two halves by their pairwise similarities. */
public enum Partition {
    /**
     * By the sign of the first principal component, exact. The reference's randomised rank-1 form agrees if there are
     * two groups, and is arbitrary otherwise.
     */
    PCA(1e-6f) {
        @Override
        public NDArray sides(TokenSimilarity similarity) {
            return PrincipalComponent.projections(similarity).gt(0).toType(DataType.FLOAT32, false);
        }
    },
    /** By the sign of the second-smallest eigenvector of the graph Laplacian: the paper's expensive form. */
    SPECTRAL(1e-8f) {
        @Override
        public NDArray sides(TokenSimilarity similarity) {
            NDArray weights = similarity.matrix().add(1e-12f);
            long count = weights.getShape().get(1);
            NDArray identity = weights.getManager().eye((int) count);
            NDArray laplacian = weights.sum(new int[] {2}, true).mul(identity).sub(weights);
            // Shifted so that the smallest eigenvalues get the largest magnitude (Gershgorin's bound).
            NDArray bound =
                    laplacian.abs().sum(new int[] {2}).max(new int[] {1}).reshape(-1, 1, 1);
            NDArray shifted = identity.mul(bound).sub(laplacian);
            NDArray vector = Eigenvectors.second(shifted).transpose(0, 2, 1);
            return vector.gte(0).toType(DataType.FLOAT32, false);
        }
    };

    private final float epsilon;

    Partition(float epsilon) {
        this.epsilon = epsilon;
    }

    /**
     * Divides tokens into two sides.
     *
     * @param similarity similarities of the tokens of L patches
     * @return float32 [B, 1, L]: 1 on one side, 0 on the other; which side is 1 has no meaning
     */
    public abstract NDArray sides(TokenSimilarity similarity);

    /** {@return the number added to a side's number of members when it is averaged} */
    public float epsilon() {
        return epsilon;
    }
}
