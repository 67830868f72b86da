package org.dapple.models.pretext;

import java.util.OptionalDouble;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.ops.Precision;
import org.dapple.models.layers.ViTConfig;

/** The settings of a pretext model: a record that is part of a run's configuration. */
public interface PretextRecipe {

    /** {@return the size of the encoder} */
    ViTConfig encoder();

    /** {@return M, the number of masks that the model needs for each clip} */
    default int masksPerClip() {
        return 1;
    }

    /**
     * The work per clip, for comparing a step with the speed of the machine.
     *
     * @param grid patch grid of the training crops
     * @param visible V, visible patches of each mask
     * @return floating-point operations of the matrix products of loss and gradients; empty if unknown
     */
    default OptionalDouble flopsPerClip(PatchGrid grid, int visible) {
        return OptionalDouble.empty();
    }

    /**
     * Creates a model, not yet initialised.
     *
     * @param grid patch grid of the training crops
     * @param precision precision of the linear layers
     * @return the model
     */
    PretextModel model(PatchGrid grid, Precision precision);
}
