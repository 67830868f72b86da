package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.OptionalDouble;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Elementary;
import org.dapple.core.ops.Precision;
import org.dapple.models.layers.EncoderBlocks;
import org.dapple.models.layers.LinearLayers;
import org.dapple.models.layers.Normalize;
import org.dapple.models.layers.Tokens;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;
import org.dapple.models.layers.VisionTransformer;

/**
 * M2D: an online encoder sees the visible patches, and a predictor predicts the masked ones. The targets are the
 * outputs of a target encoder, an exponential moving average of the online encoder, for the masked patches alone.
 * Source: Niizumi et al., "Masked Modeling Duo" (ICASSP 2023; TASLP 2024).
 *
 * <p>Loss: the mean over masked patches of 2 − 2 · cos(prediction, target), each target standardised over its channels.
 * The target encoder has its own blocks and norm, but shares the online patch embedding and class token.
 */
public final class MaskedModelingDuo extends EncoderPretext {
    private static final double SMALLEST_LENGTH = 1e-12;

    private final VisionTransformer encoder;
    private final MaskedDecoder predictor;
    private final EncoderBlocks target;
    private final EmaTeacher teacher;
    private final Recipe recipe;

    /** The input of the target encoder. */
    public enum TargetView {
        /** The masked patches only: M2D. */
        MASKED,
        /** All patches, with the masked ones as targets: M2D's data2vec-like variant. */
        ALL
    }

    /** The initial weights of the target encoder. */
    public enum TargetStart {
        /** Its own random weights, as published; it takes about 1 / (1 − τ) steps to forget them. */
        INDEPENDENT,
        /** A copy of the online encoder, for short runs. */
        COPY
    }

    /**
     * The recipe of M2D.
     *
     * @param encoder size of both encoders
     * @param predictor size of the predictor; 512/8/16 as published
     * @param view input of the target encoder
     * @param start initial weights of the target encoder
     * @param decay decay of the target encoder; from 0.99995 to 0.99999 as published
     */
    public record Recipe(ViTConfig encoder, ViTConfig predictor, TargetView view, TargetStart start, TeacherDecay decay)
            implements PretextRecipe {

        @Override
        public OptionalDouble flopsPerClip(PatchGrid grid, int visible) {
            double seen = view == TargetView.ALL ? grid.count() : (double) grid.count() - visible;
            return OptionalDouble.of(Flops.trainedEmbedding(encoder, grid)
                    + Flops.blocks(encoder, seen + 1)
                    + Flops.TRAINED
                            * (Flops.blocks(encoder, visible + 1.0)
                                    + Flops.decoder(predictor, grid, visible, encoder.width(), encoder.width())));
        }

        @Override
        public PretextModel model(PatchGrid grid, Precision precision) {
            return new MaskedModelingDuo(this, grid, precision);
        }
    }

    /**
     * Creates a model.
     *
     * @param recipe sizes and target
     * @param grid patch grid of the training crops
     * @param precision precision of the linear layers
     */
    public MaskedModelingDuo(Recipe recipe, PatchGrid grid, Precision precision) {
        this.recipe = recipe;
        ViTConfig size = recipe.encoder();
        this.encoder = addChildBlock("", new VisionTransformer(size, grid, ViTStyle.PRE_NORM, precision));
        this.predictor =
                addChildBlock("", new MaskedDecoder(size.width(), recipe.predictor(), grid, size.width(), precision));
        LinearLayers layers = new LinearLayers(precision, ViTStyle.PRE_NORM.weights());
        this.target = addChildBlock("", new EncoderBlocks(size, ViTStyle.PRE_NORM, layers, "target_"));
        this.teacher = new EmaTeacher(target, encoder, "target_", recipe.decay());
        addChildBlock("target", teacher.remainders());
    }

    @Override
    public PretextLoss loss(ParameterStore store, NDArray spectrograms, PatchMask mask) {
        NDManager outer = spectrograms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(spectrograms, mask.ids());
            NDArray tokens = encoder.embed(store, spectrograms, true);
            NDArray targets = targets(store, tokens.stopGradient(), mask);
            return new PretextLoss(ownedBy(outer, loss(predict(store, tokens, mask), targets)));
        }
    }

    /**
     * The loss of predictions.
     *
     * @param predictions [B, N, D]
     * @param targets [B, N, D]
     * @return the mean of 2 − 2 · cos(prediction, standardised target)
     */
    static NDArray loss(NDArray predictions, NDArray targets) {
        NDArray cosines =
                unit(predictions).mul(unit(Normalize.standardized(targets))).sum(new int[] {2});
        NDArray mean = cosines.mean();
        return mean.mul(constant(mean, -2)).add(constant(mean, 2));
    }

    /**
     * Predicts the masked patches from the visible ones.
     *
     * @param tokens all patches with positions, [B, L, D]
     * @return predictions of the masked patches [B, L - V, D], in the order of the mask's ids
     */
    NDArray predict(ParameterStore store, NDArray tokens, PatchMask mask) {
        NDArray encoded = encoder.encode(store, Tokens.select(tokens, mask.visibleIds()), true);
        return Tokens.select(predictor.forward(store, encoded, mask, true), mask.maskedIds());
    }

    /**
     * The targets: the target encoder's output for the masked patches.
     *
     * @param tokens all patches with positions, [B, L, D], detached from the gradient graph
     * @return targets [B, L - V, D], in the order of the mask's ids
     */
    NDArray targets(ParameterStore store, NDArray tokens, PatchMask mask) {
        boolean all = recipe.view() == TargetView.ALL;
        NDArray seen = all ? tokens : Tokens.select(tokens, mask.maskedIds());
        NDArray input = encoder.withClassToken(store, seen, false).stopGradient();
        NDArray output = target.forward(store, input, false).get(new NDIndex(":, 1:"));
        return all ? Tokens.select(output, mask.maskedIds()) : output;
    }

    private static NDArray unit(NDArray vectors) {
        NDArray length = Elementary.sqrt(vectors.square().sum(new int[] {2}, true));
        return vectors.div(length.maximum(constant(length, SMALLEST_LENGTH)));
    }

    @Override
    public void afterStep(double progress) {
        teacher.move(progress);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        super.initializeChildBlocks(manager, dataType, inputShapes);
        if (recipe.start() == TargetStart.COPY) {
            teacher.copy();
        }
    }

    @Override
    public VisionTransformer encoder() {
        return encoder;
    }
}
