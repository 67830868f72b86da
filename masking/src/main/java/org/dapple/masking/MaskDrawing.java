package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;
import org.dapple.core.grid.PatchMask;

/** The frame around every strategy: what is computed on the way is released, the ids go to the caller's manager. */
final class MaskDrawing {
    private MaskDrawing() {}

    /**
     * Draws.
     *
     * @param input the batch; lent to the drawing's manager while it lasts
     * @param visible V
     * @param ids makes int64 [B · M, L], the visible patches first, on the manager it is given
     * @return the mask
     */
    static PatchMask draw(MaskInput input, int visible, Function<NDManager, NDArray> ids) {
        NDManager outer = input.spectrograms().getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(input.spectrograms());
            NDArray drawn = ids.apply(scope);
            drawn.attach(outer);
            return new PatchMask(drawn, visible);
        }
    }
}
