package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;

/** A stack of transformer blocks and, where blocks are pre-norm, the norm behind them. */
public final class EncoderBlocks extends ArrayBlock {
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final List<LayerNorm> norm = new ArrayList<>();

    /**
     * A stack.
     *
     * @param config its size
     * @param style of the blocks
     * @param layers how linear layers are made
     * @param prefix of the parameters' names, for example {@code target_}
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

    /** What each block's second sublayer adds, the teacher's targets in data2vec 2.0: depth times [B, N, D]. */
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
