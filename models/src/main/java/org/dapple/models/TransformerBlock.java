package org.dapple.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/**
 * A pre-norm transformer block: x + attn(norm1(x)), then x + mlp(norm2(x)), the MLP four times as wide. No dropout, no
 * layer scale.
 */
public final class TransformerBlock extends ArrayBlock {
    private static final int MLP_RATIO = 4;

    private final LayerNorm norm1;
    private final Attention attn;
    private final LayerNorm norm2;
    private final Mlp mlp;

    /**
     * A block.
     *
     * @param width D
     * @param heads attention heads
     */
    public TransformerBlock(int width, int heads) {
        this.norm1 = addChildBlock("norm1", new LayerNorm(width));
        this.attn = addChildBlock("attn", new Attention(width, heads));
        this.norm2 = addChildBlock("norm2", new LayerNorm(width));
        this.mlp = addChildBlock("mlp", new Mlp(width, MLP_RATIO * width));
    }

    /**
     * {@inheritDoc}
     *
     * @param input [B, N, D]
     * @return [B, N, D]
     */
    @Override
    public NDArray forward(ParameterStore store, NDArray input, boolean training) {
        NDManager outer = input.getManager();
        // Handles of intermediates are dropped here; what the backward pass needs stays alive in the graph itself.
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(input);
            NDArray attended = input.add(attn.forward(store, norm1.forward(store, input, training), training));
            NDArray result = attended.add(mlp.forward(store, norm2.forward(store, attended, training), training));
            result.attach(outer);
            return result;
        }
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }
}
