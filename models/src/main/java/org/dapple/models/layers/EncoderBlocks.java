package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;

/** A stack of transformer blocks, followed by a norm if the blocks are pre-norm. */
public final class EncoderBlocks extends ArrayBlock {
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final List<LayerNorm> norm = new ArrayList<>();

    /**
     * Creates a stack.
     *
     * @param config size of the transformer
     * @param style style of the blocks
     * @param layers creates linear layers
     * @param prefix prefix of the parameter names, for example {@code target_}
     */
    public EncoderBlocks(ViTConfig config, ViTStyle style, LinearLayers layers, String prefix) {
        for (int i = 0; i < config.depth(); i++) {
            TransformerBlock block = new TransformerBlock(config.width(), config.heads(), style, layers);
            blocks.add(addChildBlock(prefix + "blocks." + i, block));
        }
        if (style == ViTStyle.PRE_NORM) {
            norm.add(addChildBlock(prefix + "norm", new LayerNorm(config.width())));
        }
    }

    /**
     * {@inheritDoc}
     *
     * @param input [B, N, D]
     * @return [B, N, D]
     */
    @Override
    public NDArray forward(ParameterStore store, NDArray input, boolean training) {
        NDArray hidden = input;
        for (TransformerBlock block : blocks) {
            hidden = block.forward(store, hidden, training);
        }
        for (LayerNorm last : norm) {
            hidden = last.forward(store, hidden, training);
        }
        return hidden;
    }

    /**
     * The outputs of each block's MLP before the addition, the teacher's targets in data2vec 2.0: a list of depth
     * arrays [B, N, D].
     */
    List<NDArray> additions(ParameterStore store, NDArray input) {
        List<NDArray> additions = new ArrayList<>();
        NDArray hidden = input;
        for (TransformerBlock block : blocks) {
            TransformerBlock.Halves halves = block.halves(store, hidden, false);
            additions.add(halves.addition());
            hidden = halves.result();
        }
        return additions;
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }
}
