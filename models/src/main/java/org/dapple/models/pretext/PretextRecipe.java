package org.dapple.models.pretext;

import java.util.OptionalDouble;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.ops.Precision;
import org.dapple.models.layers.ViTConfig;

/** What decides a pretext model apart from its data: a record that is written into a run's configuration. */
public interface PretextRecipe {

    /** {@return the size of the encoder} */
    ViTConfig encoder();

    /** {@return how many masks the model wants for each clip} */
    default int masksPerClip() {
        return 1;
    }

    /**
     * How much work one clip is, for comparing a step with what the machine can do.
     *
     * @param grid patches of the training crops
     * @param visible V, visible patches of each mask
     * @return floating-point operations of the matrix products of loss and gradients; empty if nobody counted them
     */
    default OptionalDouble flopsPerClip(PatchGrid grid, int visible) {
        return OptionalDouble.empty();
    }

    /**
     * A model without values yet.
     *
     * @param grid patches of the training crops
     * @param precision of the linear layers
     * @return the model
     */
    PretextModel model(PatchGrid grid, Precision precision);
}
