package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.util.OptionalDouble;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Precision;
import org.dapple.models.layers.Normalize;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;
import org.dapple.models.layers.VisionTransformer;

/**
 * Predicts the values of masked patches from the visible ones. Sources: He et al., MAE (CVPR 2022); Niizumi et al.,
 * "Masked Spectrogram Modeling using Masked Autoencoders" (HEAR 2021).
 *
 * <p>Loss: the squared error of each masked patch, averaged over its values and over all masked patches of the batch.
 */
public final class MaskedAutoencoder extends EncoderPretext {
    private final VisionTransformer encoder;
    private final MaskedDecoder decoder;
    private final boolean normalizedTargets;

    /**
     * The recipe of a masked autoencoder.
     *
     * @param encoder size of the encoder
     * @param decoder size of the decoder; 384/4/6 in MSM-MAE, 512/8/16 in MAE
     * @param normalizedTargets whether each target patch is standardised (norm-pix)
     */
    public record Recipe(ViTConfig encoder, ViTConfig decoder, boolean normalizedTargets) implements PretextRecipe {
        @Override
        public OptionalDouble flopsPerClip(PatchGrid grid, int visible) {
            return OptionalDouble.of(Flops.trainedEmbedding(encoder, grid)
                    + Flops.TRAINED
                            * (Flops.blocks(encoder, visible + 1.0)
                                    + Flops.decoder(decoder, grid, visible, encoder.width(), grid.patchSize())));
        }

        @Override
        public PretextModel model(PatchGrid grid, Precision precision) {
            return new MaskedAutoencoder(this, grid, precision);
        }
    }

    /**
     * Creates a model.
     *
     * @param recipe sizes and targets
     * @param grid patch grid of the training crops
     * @param precision precision of the linear layers
     */
    public MaskedAutoencoder(Recipe recipe, PatchGrid grid, Precision precision) {
        ViTConfig size = recipe.encoder();
        this.encoder = addChildBlock("", new VisionTransformer(size, grid, ViTStyle.PRE_NORM, precision));
        this.decoder =
                addChildBlock("", new MaskedDecoder(size.width(), recipe.decoder(), grid, grid.patchSize(), precision));
        this.normalizedTargets = recipe.normalizedTargets();
    }

    @Override
    public PretextLoss loss(ParameterStore store, NDArray spectrograms, PatchMask mask) {
        NDManager outer = spectrograms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(spectrograms, mask.ids());
            NDArray encoded = encoder.encodeVisible(store, spectrograms, mask, true);
            NDArray predicted = decoder.forward(store, encoded, mask, true);
            NDArray errors = predicted.sub(targets(spectrograms)).square().mean(new int[] {2});
            long masked = errors.getShape().get(0) * (mask.patches() - mask.visibleCount());
            NDArray sum = errors.mul(mask.binary()).sum();
            return new PretextLoss(ownedBy(outer, sum.mul(constant(sum, 1.0 / masked))));
        }
    }

    /**
     * The targets.
     *
     * @param spectrograms [B, 1, bands, frames]
     * @return [B, L, patchHeight · patchWidth]; with normalised targets each patch has mean 0 and unbiased variance 1
     */
    NDArray targets(NDArray spectrograms) {
        NDArray patches = encoder.grid().patchify(spectrograms);
        return normalizedTargets ? Normalize.standardized(patches) : patches;
    }

    /** The decoder's output, for tests against the reference: [B, L, patchHeight · patchWidth]. */
    NDArray predict(ParameterStore store, NDArray spectrograms, PatchMask mask) {
        return decoder.forward(store, encoder.encodeVisible(store, spectrograms, mask, false), mask, false);
    }

    @Override
    public VisionTransformer encoder() {
        return encoder;
    }
}
