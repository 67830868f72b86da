package org.dapple.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.Settings;
import org.dapple.testing.WithManager;
import org.dapple.train.optim.GradientExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several small batches in a step train as a large one. */
class AccumulationTest extends WithManager {
    private static final PatchGrid GRID = PatchGrid.of(80, 96, 16, 16);

    private static PretrainingConfig config(Map<String, ?> more) {
        Map<String, Object> tree = new LinkedHashMap<>(more);
        tree.put("model", Map.of("width", 24, "depth", 2, "heads", 2));
        tree.put("decoder", Map.of("width", 16, "depth", 1, "heads", 2));
        return PretrainingConfig.read(new Settings(tree), Catalogues.standard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mae", "m2d"})
    void fourTimesFourClipsTrainAsSixteen(String pretext) throws IOException {
        PretrainingConfig config = config(Map.of("pretext", pretext));
        Engine.getInstance().setRandomSeed(4);
        NDArray clips = manager.randomNormal(new Shape(16, 1, GRID.bands(), GRID.frames()));
        NDArray ids = manager.randomUniform(0, 1, new Shape(16, GRID.count())).argSort(1, true);
        try (TrainingState whole = TrainingState.initial(config, GRID, manager);
                TrainingState parts = TrainingState.initial(config, GRID, manager)) {
            List<float[]> gradients = new ArrayList<>();
            GradientExchange kept = all -> gradients.add(TrainedValues.flat(all));
            TrainingStep together = new TrainingStep(config, GRID, whole, kept);
            TrainingStep oneByOne = new TrainingStep(config, GRID, parts, kept);
            float[] before = TrainedValues.of(whole);
            for (int step = 0; step < 3; step++) {
                try (NDManager scope = manager.newSubManager()) {
                    scope.tempAttachAll(clips, ids);
                    together.accumulate(clips, new PatchMask(ids, 9));
                    together.update(scope, 0, 1e-3);
                    for (int i = 0; i < 16; i += 4) {
                        NDIndex quarter = new NDIndex("{}:{}", i, i + 4);
                        oneByOne.accumulate(clips.get(quarter), new PatchMask(ids.get(quarter), 9));
                        parts.features(clips); // as self-guided masks do: the gradients so far must stay
                    }
                    oneByOne.update(scope, 0, 1e-3);
                }
            }
            assertNotEquals(before[0], TrainedValues.of(whole)[0], "something was trained");
            assertNotEquals(before[0], TrainedValues.of(parts)[0], "in parts too");
            // Of the first step, in which both have the same parameters.
            assertEquals(0, TrainedValues.relativeError(gradients.get(0), gradients.get(1)), 1e-5);
        }
    }

    @Test
    void theBatchesOfAStepHaveMasksOfTheirOwn() throws IOException {
        PretrainingConfig config = config(Map.of("accumulate", 2));
        NDArray clips = manager.ones(new Shape(2, 1, GRID.bands(), GRID.frames()));
        try (TrainingState state = TrainingState.initial(config, GRID, manager)) {
            TrainingStep step = new TrainingStep(config, GRID, state);
            PatchMask first = step.mask(clips, 0);
            step.accumulate(clips, first);
            assertFalse(Arrays.equals(
                    first.ids().toLongArray(), step.mask(clips, 0).ids().toLongArray()));
        }
    }

    @Test
    void theFeaturesAreNotRecorded() throws IOException {
        NDArray clips = manager.ones(new Shape(2, 1, GRID.bands(), GRID.frames()));
        try (TrainingState state = TrainingState.initial(config(Map.of()), GRID, manager);
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray recorded = state.model().encoder().forward(new ParameterStore(manager, false), clips, false);
            NDArray features = state.features(clips);
            assertEquals(new Shape(2, GRID.count(), 24), features.getShape());
            assertArrayEquals(recorded.get(new NDIndex(":, 1:")).toFloatArray(), features.toFloatArray());
            assertThrows(EngineException.class, () -> collector.backward(features.sum()));
            assertDoesNotThrow(() -> collector.backward(recorded.sum()), "parameters need gradients again");
        }
    }

    @Test
    void ratesAndStepsCountTheClipsOfAStep() {
        Optimization optimization = config(
                        Map.of("batch_size", 8, "accumulate", 4, "epochs", 3, "base_learning_rate", 0.256))
                .optimization();
        assertEquals(15, optimization.steps(20), "3 epochs of 20 batches, 4 in a step");
        assertEquals(1, optimization.steps(1));
        assertEquals(0.032, optimization.schedule(100, 8).peak(), 1e-12);
    }
}
