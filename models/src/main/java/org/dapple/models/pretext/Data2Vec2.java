package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.OptionalDouble;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Precision;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.models.layers.Normalize;
import org.dapple.models.layers.Tokens;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;
import org.dapple.models.layers.VisionTransformer;

/**
 * data2vec 2.0 on spectrograms, in EAT's form: a student sees several masked views of each clip, and a small
 * convolutional decoder completes each view. The targets are the outputs of an exponential-moving-average teacher for
 * the whole clip, computed once for all views. Sources: Baevski et al., data2vec 2.0 (ICML 2023); Chen et al., EAT
 * (IJCAI 2024).
 *
 * <p>Loss: the mean over masked patches of ‖prediction − target‖² / √D, plus the sum over all views of ‖class token −
 * mean target‖² / √D. The sum grows with the number of clips and masks, as published.
 */
public final class Data2Vec2 extends EncoderPretext {
    private final VisionTransformer student;
    private final ConvolutionalDecoder decoder;
    private final VisionTransformer follower;
    private final EmaTeacher teacher;

    /**
     * The recipe of data2vec 2.0.
     *
     * @param encoder size of student and teacher
     * @param decoder size of the decoder
     * @param masksPerClip M, number of views of each clip; 16 in EAT
     * @param decay decay of the teacher; from 0.9998 to 0.99999 in EAT
     */
    public record Recipe(ViTConfig encoder, ConvolutionalConfig decoder, int masksPerClip, TeacherDecay decay)
            implements PretextRecipe {
        /** Refuses fewer than one mask per clip, and groups that do not divide the width. */
        public Recipe {
            ConfigurationException.require(masksPerClip > 0, "masks_per_clip", "be at least 1", masksPerClip);
            ConfigurationException.require(
                    encoder.width() % decoder.groups() == 0,
                    "decoder.groups",
                    "divide the width " + encoder.width(),
                    decoder.groups());
        }

        @Override
        public OptionalDouble flopsPerClip(PatchGrid grid, int visible) {
            double width = encoder.width();
            double kernel = (double) decoder.kernel() * decoder.kernel() * width / decoder.groups();
            double decoding = decoder.depth() * Flops.linear(grid.count(), kernel, width)
                    + Flops.linear(grid.count(), width, width);
            double teaching =
                    Flops.linear(grid.count(), grid.patchSize(), width) + Flops.blocks(encoder, grid.count() + 1.0);
            double views = masksPerClip * (Flops.blocks(encoder, visible + 1.0) + decoding);
            return OptionalDouble.of(Flops.trainedEmbedding(encoder, grid) + Flops.TRAINED * views + teaching);
        }

        @Override
        public PretextModel model(PatchGrid grid, Precision precision) {
            return new Data2Vec2(this, grid, precision);
        }
    }

    /**
     * Creates a model.
     *
     * @param recipe sizes and number of views
     * @param grid patch grid of the training crops
     * @param precision precision of the linear layers
     */
    public Data2Vec2(Recipe recipe, PatchGrid grid, Precision precision) {
        ViTConfig size = recipe.encoder();
        this.student = addChildBlock("", new VisionTransformer(size, grid, ViTStyle.POST_NORM, precision));
        this.decoder = addChildBlock("decoder", new ConvolutionalDecoder(size.width(), recipe.decoder(), grid));
        this.follower = addChildBlock("teacher", new VisionTransformer(size, grid, ViTStyle.POST_NORM, precision));
        this.teacher = new EmaTeacher(follower, student, "", recipe.decay());
        addChildBlock("teacher", teacher.remainders());
    }

    @Override
    public PretextLoss loss(ParameterStore store, NDArray spectrograms, PatchMask mask) {
        NDManager outer = spectrograms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(spectrograms, mask.ids());
            long views = mask.ids().getShape().get(0) / spectrograms.getShape().get(0);
            NDArray tokens = student.embed(store, spectrograms, true).repeat(0, views);
            NDArray encoded = student.encode(store, Tokens.select(tokens, mask.visibleIds()), true);
            NDArray predictions = decoder.forward(store, encoded.get(new NDIndex(":, 1:")), mask, true);
            NDArray classTokens = encoded.get(new NDIndex(":, 0"));
            NDArray targets = targets(follower.additions(store, spectrograms)).stopGradient();
            NDArray frames = frameSum(predictions, targets, mask.binary());
            long places = mask.ids().getShape().get(0) * (mask.patches() - mask.visibleCount());
            NDArray loss = frames.mul(constant(frames, 1.0 / places)).add(utteranceSum(classTokens, targets));
            return new PretextLoss(ownedBy(outer, loss));
        }
    }

    /**
     * The targets: each layer of the teacher is normalised over the patches of a clip, then the layers are averaged and
     * normalised over the channels.
     *
     * @param layers outputs of the layers, each [B, L, D], without class token
     * @return [B, L, D]
     */
    static NDArray targets(List<NDArray> layers) {
        return Normalize.over(2, average(layers));
    }

    /** The average of the layers before the last normalisation: [B, L, D]. */
    static NDArray average(List<NDArray> layers) {
        return layers.stream()
                .map(layer -> Normalize.over(1, layer))
                .reduce(NDArray::add)
                .orElseThrow()
                .div(layers.size());
    }

    /**
     * The frame loss, summed.
     *
     * @param predictions [B · M, L, D]
     * @param targets [B, L, D]
     * @param masked [B · M, L], 1 where masked
     * @return Σ ‖prediction − target‖² / √D
     */
    static NDArray frameSum(NDArray predictions, NDArray targets, NDArray masked) {
        long views = predictions.getShape().get(0) / targets.getShape().get(0);
        NDArray errors = predictions.sub(targets.repeat(0, views)).square().sum(new int[] {2});
        NDArray sum = errors.mul(masked).sum();
        return sum.mul(constant(sum, 1 / Math.sqrt((double) targets.getShape().get(2))));
    }

    /**
     * The utterance loss, summed over all views.
     *
     * @param classTokens [B · M, D]
     * @param targets [B, L, D]
     * @return Σ ‖class token − mean target‖² / √D
     */
    static NDArray utteranceSum(NDArray classTokens, NDArray targets) {
        long views = classTokens.getShape().get(0) / targets.getShape().get(0);
        NDArray means = targets.mean(new int[] {1}).repeat(0, views);
        NDArray sum = classTokens.sub(means).square().sum();
        return sum.mul(constant(sum, 1 / Math.sqrt((double) targets.getShape().get(2))));
    }

    @Override
    public void afterStep(double progress) {
        teacher.move(progress);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        super.initializeChildBlocks(manager, dataType, inputShapes);
        teacher.copy();
    }

    @Override
    public VisionTransformer encoder() {
        return student;
    }
}
