package org.dapple.train.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.Settings;
import org.dapple.testing.WithManager;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.TrainedValues;
import org.dapple.train.TrainingState;
import org.dapple.train.TrainingStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas, one after the other on one device, train as one model on all clips. */
class GradientExchangeTest extends WithManager {
    private static final PatchGrid GRID = PatchGrid.of(80, 96, 16, 16);
    private static final int STEPS = 3;
    private static final double RATE = 1e-3;

    /** Averages the gradients of all replicas when the first of them asks, which is after all have added theirs. */
    private static final class InOneProcess implements GradientExchange {
        private final List<TrainingState> replicas;
        private final List<float[]> averages = new ArrayList<>();
        private int asked;

        InOneProcess(List<TrainingState> replicas) {
            this.replicas = replicas;
        }

        @Override
        public void average(NDList gradients) {
            if (asked++ % replicas.size() > 0) {
                return;
            }
            NDList first = gradients(replicas.get(0));
            NDList second = gradients(replicas.get(1));
            for (int i = 0; i < first.size(); i++) {
                first.get(i).addi(second.get(i)).divi(2);
                second.get(i).muli(0).addi(first.get(i));
            }
            averages.add(TrainedValues.flat(first));
        }

        private static NDList gradients(TrainingState replica) {
            NDList gradients = new NDList();
            for (Parameter parameter : replica.parameters().values()) {
                if (parameter.requiresGradient()) {
                    gradients.add(parameter.getArray().getGradient());
                }
            }
            return gradients;
        }
    }

    private PretrainingConfig config(String pretext) {
        return PretrainingConfig.read(
                new Settings(Map.of(
                        "pretext", pretext,
                        "model", Map.of("width", 24, "depth", 2, "heads", 2),
                        "decoder", Map.of("width", 16, "depth", 1, "heads", 2))),
                Catalogues.standard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mae", "m2d"})
    void twiceEightClipsTrainAsSixteen(String pretext) throws IOException {
        PretrainingConfig config = config(pretext);
        Engine.getInstance().setRandomSeed(4);
        NDArray clips = manager.randomNormal(new Shape(16, 1, GRID.bands(), GRID.frames()));
        NDArray ids = manager.randomUniform(0, 1, new Shape(16, GRID.count())).argSort(1, true);
        try (TrainingState whole = TrainingState.initial(config, GRID, manager);
                TrainingState one = TrainingState.initial(config, GRID, manager);
                TrainingState other = TrainingState.initial(config, GRID, manager)) {
            InOneProcess exchange = new InOneProcess(List.of(one, other));
            List<float[]> gradients = new ArrayList<>();
            TrainingStep together =
                    new TrainingStep(config, GRID, whole, all -> gradients.add(TrainedValues.flat(all)));
            List<TrainingStep> replicas = List.of(
                    new TrainingStep(config, GRID, one, exchange), new TrainingStep(config, GRID, other, exchange));
            float[] before = TrainedValues.of(whole);
            for (int step = 0; step < STEPS; step++) {
                try (NDManager scope = manager.newSubManager()) {
                    scope.tempAttachAll(clips, ids);
                    together.accumulate(clips, new PatchMask(ids, 9));
                    together.update(scope, 0, RATE);
                    for (int i = 0; i < 2; i++) {
                        NDIndex half = new NDIndex("{}:{}", 8 * i, 8 * i + 8);
                        replicas.get(i).accumulate(clips.get(half), new PatchMask(ids.get(half), 9));
                    }
                    replicas.forEach(replica -> replica.update(scope, 0, RATE));
                }
            }
            assertNotEquals(before[0], TrainedValues.of(whole)[0], "something was trained");
            assertNotEquals(before[0], TrainedValues.of(one)[0], "the replicas too");
            // At the first step, in which all three have the same parameters.
            assertEquals(0, TrainedValues.relativeError(gradients.get(0), exchange.averages.get(0)), 1e-5);
            assertArrayEquals(TrainedValues.of(one), TrainedValues.of(other), "replicas stay equal bit for bit");
        }
    }
}
