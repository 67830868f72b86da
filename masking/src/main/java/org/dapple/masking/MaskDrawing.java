package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;
import org.dapple.core.grid.PatchMask;

/** Runs a strategy's drawing: releases its temporary arrays and hands the ids to the caller's manager. */
final class MaskDrawing {
    private MaskDrawing() {}

    /**
     * Draws a mask.
     *
     * @param input the batch; attached to a temporary manager during the drawing
     * @param visible V
     * @param ids computes int64 [B · M, L], the visible patches first, on the given manager
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
