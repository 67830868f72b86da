package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import org.dapple.core.grid.PatchMask;
import org.dapple.models.layers.VisionTransformer;

/**
 * A network with a masked-prediction task. An open extension point. As a DJL block an implementation acts as its
 * encoder; its parameters have the field's names ({@link org.dapple.models.layers.NamedParameters}).
 */
public interface PretextModel extends Block {

    /**
     * The loss of one batch.
     *
     * @param store source of the parameter values
     * @param spectrograms normalised, float32 [B, 1, bands, frames]
     * @param mask the masked patches, [B · M, L]; the recipe gives M, and a clip's masks are adjacent
     * @return the loss, on the manager of the spectrograms
     */
    PretextLoss loss(ParameterStore store, NDArray spectrograms, PatchMask mask);

    /**
     * Called after every optimiser step; models with a teacher update it here.
     *
     * @param progress completed share of training: 0 at the first step, 1 at the last
     */
    default void afterStep(double progress) {}

    /** {@return the encoder, the result of training} */
    VisionTransformer encoder();
}
