package org.dapple.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.PatchGrid;
import org.dapple.core.PatchMask;

/**
 * The encoder: patch embedding, fixed positions, class token, pre-norm blocks, final norm. Source: Dosovitskiy et al.,
 * ViT (ICLR 2021), with the two-dimensional positions of MAE and M2D.
 *
 * <p>Spectrograms with fewer columns than the trained grid use the first columns of its positions. Token 0 is always
 * the class token.
 */
public final class VisionTransformer extends ArrayBlock {
    private final ViTConfig config;
    private final PatchGrid grid;
    private final float[] positions;
    private final Parameter classToken;
    private final PatchEmbed patchEmbed;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final LayerNorm norm;

    /**
     * An encoder.
     *
     * @param config its size
     * @param grid the patch grid that it is trained on
     */
    public VisionTransformer(ViTConfig config, PatchGrid grid) {
        this.config = config;
        this.grid = grid;
        this.positions = PositionEmbedding.table(grid, config.width());
        this.classToken = parameter("cls_token", Parameter.Type.OTHER, Initializers.TOKEN, 1, 1, config.width());
        this.patchEmbed = addChildBlock("patch_embed", new PatchEmbed(grid, config.width()));
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(addChildBlock("blocks." + i, new TransformerBlock(config.width(), config.heads())));
        }
        this.norm = addChildBlock("norm", new LayerNorm(config.width()));
    }

    /** {@return its size} */
    public ViTConfig config() {
        return config;
    }

    /** {@return the patch grid that it is trained on} */
    public PatchGrid grid() {
        return grid;
    }

    /**
     * Encodes every patch.
     *
     * @param store where parameter values come from
     * @param spectrograms [B, 1, bands, frames] with at most the trained grid's frames
     * @param training whether gradients are being recorded
     * @return [B, 1 + L, D], class token first, then the patches in natural order
     */
    @Override
    public NDArray forward(ParameterStore store, NDArray spectrograms, boolean training) {
        try (NDManager scope = spectrograms.getManager().newSubManager()) {
            NDManager outer = spectrograms.getManager();
            scope.tempAttachAll(spectrograms);
            return ownedBy(outer, encode(store, embed(store, spectrograms, training), training));
        }
    }

    /**
     * Encodes the visible patches only.
     *
     * @param store where parameter values come from
     * @param spectrograms [B, 1, bands, frames] of the trained grid
     * @param mask which patches are visible
     * @param training whether gradients are being recorded
     * @return [B, 1 + V, D], class token first, then the visible patches in the order of the mask's ids
     */
    public NDArray encodeVisible(ParameterStore store, NDArray spectrograms, PatchMask mask, boolean training) {
        NDManager outer = spectrograms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(spectrograms, mask.ids());
            NDArray tokens = embed(store, spectrograms, training);
            return ownedBy(outer, encode(store, Tokens.select(tokens, mask.visibleIds()), training));
        }
    }

    /**
     * The patch tokens before the first block.
     *
     * @param store where parameter values come from
     * @param spectrograms [B, 1, bands, frames]
     * @param training whether gradients are being recorded
     * @return [B, L, D], with positions
     */
    NDArray embed(ParameterStore store, NDArray spectrograms, boolean training) {
        NDArray tokens = patchEmbed.forward(store, spectrograms, training);
        int columns = Math.toIntExact(tokens.getShape().get(1) / grid.freqPatches());
        if (columns > grid.timePatches()) {
            throw new IllegalArgumentException("the encoder knows " + grid.timePatches()
                    + " patch columns; the spectrograms have " + columns + " (encode longer sound in chunks)");
        }
        float[] table = columns == grid.timePatches()
                ? positions
                : PositionEmbedding.table(grid.withTimePatches(columns), config.width());
        return tokens.add(
                tokens.getManager().create(table, new Shape(1, tokens.getShape().get(1), config.width())));
    }

    /** Class token, blocks and norm over [B, N, D]. */
    private NDArray encode(ParameterStore store, NDArray tokens, boolean training) {
        Shape shape = new Shape(tokens.getShape().get(0), 1, config.width());
        NDArray first = ownedBy(
                tokens.getManager(), value(store, classToken, tokens, training).broadcast(shape));
        NDArray hidden = first.concat(tokens, 1);
        for (TransformerBlock block : blocks) {
            hidden = block.forward(store, hidden, training);
        }
        return norm.forward(store, hidden, training);
    }

    @Override
    protected Shape outputShape(Shape input) {
        return new Shape(input.get(0), 1 + input.get(3) / grid.patchWidth() * grid.freqPatches(), config.width());
    }
}
