package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Map;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.settings.Settings;

/** A training state whose checkpoint has some megabytes and takes no time to make. */
public final class SmallState {
    private static final PatchGrid GRID = PatchGrid.of(80, 32, 16, 16);

    private SmallState() {}

    public static TrainingState at(long step, NDManager manager) throws IOException {
        PretrainingConfig config = PretrainingConfig.read(
                new Settings(Map.of(
                        "model", Map.of("width", 96, "depth", 2, "heads", 2),
                        "decoder", Map.of("width", 16, "depth", 1, "heads", 2))),
                Catalogues.standard());
        TrainingState state = TrainingState.initial(config, GRID, manager);
        state.restoreStep(step, Double.POSITIVE_INFINITY);
        return state;
    }
}
