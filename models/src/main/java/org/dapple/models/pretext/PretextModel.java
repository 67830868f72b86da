package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import org.dapple.core.grid.PatchMask;
import org.dapple.models.layers.VisionTransformer;

/**
 * A network with a masked-prediction task: what is trained. An open extension point; as a DJL block an implementation
 * is its encoder, and its parameters have the field's own names ({@link org.dapple.models.layers.NamedParameters}).
 */
public interface PretextModel extends Block {

    /**
     * The loss of one batch.
     *
     * @param store where parameter values come from
     * @param spectrograms normalised, float32 [B, 1, bands, frames]
     * @param mask which patches are hidden; as many masks for each clip as the recipe says, adjacent
     * @return the loss, on the manager of the spectrograms
     */
    PretextLoss loss(ParameterStore store, NDArray spectrograms, PatchMask mask);

    /**
     * Called after every optimiser step; models with a teacher move it here.
     *
     * @param progress share of training that is done: 0 at the first step, 1 at the last
     */
    default void afterStep(double progress) {}

    /** {@return what is kept when training is over} */
    VisionTransformer encoder();
}
