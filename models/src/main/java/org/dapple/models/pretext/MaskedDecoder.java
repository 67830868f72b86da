package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Precision;
import org.dapple.models.layers.ArrayBlock;
import org.dapple.models.layers.Initializers;
import org.dapple.models.layers.LayerNorm;
import org.dapple.models.layers.Linear;
import org.dapple.models.layers.LinearLayers;
import org.dapple.models.layers.PositionEmbedding;
import org.dapple.models.layers.Tokens;
import org.dapple.models.layers.TransformerBlock;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;

/**
 * Fills masked positions with one learned token and predicts every patch from the encoder's tokens. It is the decoder
 * of MAE and the predictor of M2D. Source: He et al., MAE (CVPR 2022), section 3.
 */
final class MaskedDecoder extends AbstractBlock {
    private final int width;
    private final int outputs;
    private final float[] positions;
    private final Parameter maskToken;
    private final Linear embed;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final LayerNorm norm;
    private final Linear prediction;

    MaskedDecoder(int inputs, ViTConfig config, PatchGrid grid, int outputs, Precision precision) {
        super((byte) 1);
        LinearLayers layers = new LinearLayers(precision, Initializers.XAVIER_UNIFORM);
        this.width = config.width();
        this.outputs = outputs;
        this.positions = PositionEmbedding.table(grid, width);
        this.maskToken = addParameter(Parameter.builder()
                .setName("mask_token")
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(1, 1, width))
                .optInitializer(Initializers.TOKEN)
                .build());
        this.embed = addChildBlock("decoder_embed", layers.of(inputs, width));
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(addChildBlock(
                    "decoder_blocks." + i, new TransformerBlock(width, config.heads(), ViTStyle.PRE_NORM, layers)));
        }
        this.norm = addChildBlock("decoder_norm", new LayerNorm(width));
        this.prediction = addChildBlock("decoder_pred", layers.of(width, outputs));
    }

    /**
     * Predicts all patches.
     *
     * @param encoded [B, 1 + V, D], class token first
     * @return [B, L, outputs] in natural patch order
     */
    NDArray forward(ParameterStore store, NDArray encoded, PatchMask mask, boolean training) {
        NDManager outer = encoded.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(encoded, mask.ids());
            long batch = encoded.getShape().get(0);
            int masked = mask.patches() - mask.visibleCount();
            NDArray seen = embed.forward(store, encoded, training);
            NDArray fill = ArrayBlock.ownedBy(
                    scope,
                    store.getValue(maskToken, encoded.getDevice(), training).broadcast(batch, masked, width));
            NDArray shuffled = seen.get(new NDIndex(":, 1:")).concat(fill, 1);
            NDArray patches = Tokens.select(shuffled, mask.restoreOrder())
                    .add(scope.create(positions, new Shape(1, mask.patches(), width))
                            .toType(seen.getDataType(), false));
            NDArray hidden = seen.get(new NDIndex(":, :1")).concat(patches, 1);
            for (TransformerBlock block : blocks) {
                hidden = block.forward(store, hidden, training);
            }
            NDArray all = prediction.forward(store, norm.forward(store, hidden, training), training);
            return ArrayBlock.ownedBy(outer, all.get(new NDIndex(":, 1:")));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        throw new UnsupportedOperationException("a decoder needs a mask: it is part of a pretext model");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), positions.length / width, outputs)};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        for (Block child : getChildren().values()) {
            child.initialize(manager, dataType, inputShapes);
        }
    }
}
