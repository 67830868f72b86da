package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/**
 * A transformer block: attention, then an MLP four times as wide, each added to its input, with norms before or after
 * them ({@link ViTStyle}). No dropout, no layer scale.
 */
public final class TransformerBlock extends ArrayBlock {
    private static final int MLP_RATIO = 4;

    private final ViTStyle style;
    private final LayerNorm norm1;
    private final Attention attn;
    private final LayerNorm norm2;
    private final Mlp mlp;

    /**
     * Creates a pre-norm block in float32.
     *
     * @param width D
     * @param heads attention heads
     */
    public TransformerBlock(int width, int heads) {
        this(width, heads, ViTStyle.PRE_NORM, LinearLayers.STANDARD);
    }

    /**
     * Creates a block.
     *
     * @param width D
     * @param heads attention heads
     * @param style position of the norms
     * @param layers creates linear layers
     */
    public TransformerBlock(int width, int heads, ViTStyle style, LinearLayers layers) {
        this.style = style;
        this.norm1 = addChildBlock("norm1", new LayerNorm(width));
        this.attn = addChildBlock("attn", new Attention(width, heads, layers));
        this.norm2 = addChildBlock("norm2", new LayerNorm(width));
        this.mlp = addChildBlock("mlp", new Mlp(width, MLP_RATIO * width, layers));
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
        // Drops the handles of intermediates; the graph itself keeps what the backward pass needs.
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(input);
            return ownedBy(outer, halves(store, input, training).result());
        }
    }

    /**
     * The MLP's output and the block's output.
     *
     * @param addition output of the MLP before the addition, [B, N, D]
     * @param result output of the block, [B, N, D]
     */
    record Halves(NDArray addition, NDArray result) {}

    /**
     * Computes the block and keeps the MLP's output, the target of data2vec 2.0. Intermediates stay on the input's
     * manager.
     */
    Halves halves(ParameterStore store, NDArray input, boolean training) {
        if (style == ViTStyle.PRE_NORM) {
            NDArray attended = input.add(attn.forward(store, norm1.forward(store, input, training), training));
            NDArray addition = mlp.forward(store, norm2.forward(store, attended, training), training);
            return new Halves(addition, attended.add(addition));
        }
        NDArray attended = norm1.forward(store, input.add(attn.forward(store, input, training)), training);
        NDArray addition = mlp.forward(store, attended, training);
        return new Halves(addition, norm2.forward(store, attended.add(addition), training));
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }
}
