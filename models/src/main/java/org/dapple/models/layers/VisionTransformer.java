package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Precision;

/**
 * The encoder: patch embedding, fixed positions, class token, blocks. Source: Dosovitskiy et al., ViT (ICLR 2021), with
 * the two-dimensional positions of MAE and M2D.
 *
 * <p>Spectrograms with fewer columns than the training grid use the first columns of its positions. Spectrograms with
 * more columns use positions interpolated over time. Token 0 is always the class token.
 */
public final class VisionTransformer extends ArrayBlock {
    private final ViTConfig config;
    private final ViTStyle style;
    private final Precision precision;
    private final PatchGrid grid;
    private final float[] positions;
    /** Positions of grids with other numbers of columns, computed on demand. */
    private final Map<Integer, float[]> otherPositions = new ConcurrentHashMap<>();

    private final Parameter classToken;
    private final PatchEmbed patchEmbed;
    private final EncoderBlocks blocks;

    /**
     * Creates an encoder as in MAE and M2D, in float32.
     *
     * @param config its size
     * @param grid the patch grid of the training crops
     */
    public VisionTransformer(ViTConfig config, PatchGrid grid) {
        this(config, grid, ViTStyle.PRE_NORM, Precision.FP32);
    }

    /**
     * Creates an encoder.
     *
     * @param config its size
     * @param grid the patch grid of the training crops
     * @param style position of the norms, initialisers and order of the positions
     * @param precision precision of its linear layers
     */
    public VisionTransformer(ViTConfig config, PatchGrid grid, ViTStyle style, Precision precision) {
        this.config = config;
        this.style = style;
        this.precision = precision;
        this.grid = grid;
        this.positions = PositionEmbedding.table(grid, config.width(), style);
        this.classToken = parameter("cls_token", Parameter.Type.OTHER, style.classToken(), 1, 1, config.width());
        this.patchEmbed = addChildBlock("patch_embed", new PatchEmbed(grid, config.width()));
        this.blocks =
                addChildBlock("", new EncoderBlocks(config, style, new LinearLayers(precision, style.weights()), ""));
    }

    /** {@return its style} */
    public ViTStyle style() {
        return style;
    }

    /** {@return the precision of its linear layers} */
    public Precision precision() {
        return precision;
    }

    /** {@return its size} */
    public ViTConfig config() {
        return config;
    }

    /** {@return the patch grid of the training crops} */
    public PatchGrid grid() {
        return grid;
    }

    /**
     * Encodes every patch.
     *
     * @param store source of the parameter values
     * @param spectrograms [B, 1, bands, frames], frames any multiple of the patch width
     * @param training whether gradients are recorded
     * @return tokens [B, 1 + L, D], class token first, then the patches in natural order
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
     * @param store source of the parameter values
     * @param spectrograms [B, 1, bands, frames], frames any multiple of the patch width
     * @param mask the visible and masked patches, [B, L]
     * @param training whether gradients are recorded
     * @return tokens [B, 1 + V, D], class token first, then the visible patches in the order of the mask's ids
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
     * @param store source of the parameter values
     * @param spectrograms [B, 1, bands, frames]
     * @param training whether gradients are recorded
     * @return tokens with positions, [B, L, D]
     */
    public NDArray embed(ParameterStore store, NDArray spectrograms, boolean training) {
        NDArray tokens = patchEmbed.forward(store, spectrograms, training);
        int columns = Math.toIntExact(tokens.getShape().get(1) / grid.freqPatches());
        return tokens.add(tokens.getManager()
                .create(positions(columns), new Shape(1, tokens.getShape().get(1), config.width()))
                .toType(tokens.getDataType(), false));
    }

    private float[] positions(int columns) {
        if (columns == grid.timePatches()) {
            return positions;
        }
        return otherPositions.computeIfAbsent(
                columns,
                count -> count < grid.timePatches()
                        ? PositionEmbedding.table(grid.withTimePatches(count), config.width(), style)
                        : PositionEmbedding.interpolated(grid, count, config.width(), style));
    }

    /**
     * Adds the class token and applies the blocks and the final norm.
     *
     * @param store source of the parameter values
     * @param tokens [B, N, D]
     * @param training whether gradients are recorded
     * @return tokens [B, 1 + N, D]
     */
    public NDArray encode(ParameterStore store, NDArray tokens, boolean training) {
        return blocks.forward(store, withClassToken(store, tokens, training), training);
    }

    /**
     * Prepends the class token.
     *
     * @param store source of the parameter values
     * @param tokens [B, N, D]
     * @param training whether gradients are recorded
     * @return tokens [B, 1 + N, D], class token first
     */
    public NDArray withClassToken(ParameterStore store, NDArray tokens, boolean training) {
        Shape shape = new Shape(tokens.getShape().get(0), 1, config.width());
        return ownedBy(
                        tokens.getManager(),
                        value(store, classToken, tokens, training).broadcast(shape))
                .concat(tokens, 1);
    }

    /**
     * The output of each block's MLP with all patches visible.
     *
     * @param store source of the parameter values
     * @param spectrograms [B, 1, bands, frames]
     * @return a list of depth arrays [B, L, D]
     */
    public List<NDArray> additions(ParameterStore store, NDArray spectrograms) {
        NDArray tokens = embed(store, spectrograms, false);
        return blocks.additions(store, withClassToken(store, tokens, false)).stream()
                .map(layer -> layer.get(new NDIndex(":, 1:")))
                .toList();
    }

    @Override
    protected Shape outputShape(Shape input) {
        return new Shape(input.get(0), 1 + input.get(3) / grid.patchWidth() * grid.freqPatches(), config.width());
    }
}
