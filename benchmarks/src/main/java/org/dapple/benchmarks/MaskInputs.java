package org.dapple.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.grid.PatchGrid;
import org.dapple.masking.MaskInput;

/**
 * The input of the measurements, made once: the only place here that knows what a {@link MaskInput} is made of. What
 * self-guided masks look at beside the spectrograms belongs here too: tokens [256, L, 768], normal about 1 as in
 * {@code peer/masks.py}, prepared in the constructor and lent in {@link #in}.
 */
final class MaskInputs {
    private static final int CLIPS = 256;
    private static final int PATCH = 16;
    /** Of a ViT-Base's tokens. */
    private static final int WIDTH = 768;

    private final PatchGrid grid;
    private final NDArray spectrograms;
    private final NDArray tokens;

    /**
     * Random input.
     *
     * @param manager owns it
     * @param gridText patch rows and columns, as in {@code 5x38}
     */
    MaskInputs(NDManager manager, String gridText) {
        String[] sides = gridText.split("x", -1);
        grid = new PatchGrid(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), PATCH, PATCH);
        spectrograms = manager.randomNormal(new Shape(CLIPS, 1, grid.bands(), grid.frames()));
        tokens = manager.randomNormal(new Shape(CLIPS, grid.count(), WIDTH)).add(1); // real tokens have a common mean
    }

    /**
     * The input for one draw.
     *
     * @param scope borrows the arrays until it is closed, and so gets what the strategy makes of them
     * @return the input, at the middle of training
     */
    MaskInput in(NDManager scope) {
        scope.tempAttachAll(spectrograms, tokens);
        return new MaskInput(spectrograms, grid, 0.5, 1, given -> tokens);
    }
}
