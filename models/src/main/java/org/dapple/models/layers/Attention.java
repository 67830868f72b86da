package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.dapple.core.ops.TorchOps;

/**
 * Multi-head self-attention with one fused projection (query, key, value). Source: Dosovitskiy et al., "An Image is
 * Worth 16x16 Words" (ICLR 2021), appendix A.
 */
public final class Attention extends ArrayBlock {
    private final int heads;
    private final Linear qkv;
    private final Linear proj;

    /**
     * Creates a layer.
     *
     * @param width D, a multiple of heads
     * @param heads number of heads
     */
    public Attention(int width, int heads) {
        this(width, heads, LinearLayers.STANDARD);
    }

    Attention(int width, int heads, LinearLayers layers) {
        this.heads = heads;
        this.qkv = addChildBlock("qkv", layers.of(width, 3 * width));
        this.proj = addChildBlock("proj", layers.of(width, width));
    }

    /**
     * {@inheritDoc}
     *
     * @param input [B, N, D]
     * @return [B, N, D]
     */
    @Override
    public NDArray forward(ParameterStore store, NDArray input, boolean training) {
        long batch = input.getShape().get(0);
        long tokens = input.getShape().get(1);
        long width = input.getShape().get(2);
        NDArray split = qkv.forward(store, input, training)
                .reshape(batch, tokens, 3, heads, width / heads)
                .transpose(2, 0, 3, 1, 4); // [3, B, heads, N, D/heads]
        NDArray mixed = TorchOps.standard().attention(split.get(0), split.get(1), split.get(2));
        return proj.forward(store, mixed.transpose(0, 2, 1, 3).reshape(batch, tokens, width), training);
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }
}
