package org.dapple.eval.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.dapple.core.run.Seeds;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.testing.LiveArrays;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A probe that takes more rounds holds no more arrays at once. */
class ProbeMemoryTest extends WithManager {
    private static final Seeds SEEDS = new Seeds(1);

    private LiveArrays live = LiveArrays.of(manager);

    @BeforeEach
    void count() {
        live = LiveArrays.of(manager);
    }

    private void assertNoMoreInMoreRounds(int few, int many, IntConsumer rounds) {
        int before = live.now();
        rounds.accept(few);
        live.reset();
        rounds.accept(few);
        int most = live.most();
        assertTrue(most > live.now(), "arrays were made and let go of");
        live.reset();
        rounds.accept(many);
        assertEquals(most, live.most(), "at once, in " + many + " rounds as in " + few);
        assertEquals(before, live.now(), "left behind");
    }

    private Probe.Part part(int clips, int width, int classes) {
        Engine.getInstance().setRandomSeed(1);
        int[] labels = new int[clips];
        Arrays.setAll(labels, i -> i % classes);
        return new Probe.Part(manager.randomNormal(new Shape(clips, width)), OneHot.of(manager, classes, labels));
    }

    /** An ill-conditioned problem, whose optimum is many steps away. */
    @Test
    void stepsOfTheLogisticRegression() {
        Probe.Part part = part(60, 40, 4);
        NDArray stretched = part.features().mul(manager.arange(40f).div(6).exp());
        NDArray inputs = LinearLayers.withOnes(stretched).toType(DataType.FLOAT64, false);
        NDArray targets = part.targets().toType(DataType.FLOAT64, false);
        NDArray start = manager.zeros(new Shape(41, 4), DataType.FLOAT64);
        LogisticRegression problem = new LogisticRegression(inputs, targets, 1e4, DownstreamMetric.ACCURACY);
        double[] reached = new double[2];
        assertNoMoreInMoreRounds(20, 400, steps -> {
            NDArray weights = problem.minimum(start, steps);
            reached[steps == 20 ? 0 : 1] = problem.objective(weights);
            weights.close();
        });
        assertTrue(reached[1] < 0.5 * reached[0], "it went on: " + Arrays.toString(reached));
    }

    @Test
    void epochsOfTheLinearProbe() {
        Probe.Part train = part(20, 3, 2);
        Probe.Part valid = part(20, 3, 2);
        NDArray test = valid.features().duplicate();
        assertNoMoreInMoreRounds(10, 200, epochs -> predict(train, valid, test, epochs, 20));
    }

    @Test
    void batchesOfTheLinearProbe() {
        Probe.Part train = part(1000, 3, 2);
        Probe.Part valid = part(20, 3, 2);
        NDArray test = valid.features().duplicate();
        assertNoMoreInMoreRounds(10, 1000, batches -> predict(train, valid, test, 1, 1000 / batches));
    }

    private static void predict(Probe.Part train, Probe.Part valid, NDArray test, int epochs, int batch) {
        ProbeProtocol protocol =
                new ProbeProtocol("test", 1, epochs, batch, List.of(0.1), 0, 2000, false, false, true, true);
        new LinearProbe(protocol)
                .predict(train, valid, test, DownstreamMetric.ACCURACY, SEEDS, 0)
                .scores()
                .close();
    }

    /** The votes of a chunk are all that stays of it. */
    @Test
    void chunksOfTheNearestNeighbours() {
        Probe.Part bank = part(8, 2, 2);
        int[] most = new int[2];
        for (int i = 0; i < 2; i++) {
            int chunks = i == 0 ? 2 : 100;
            NDArray test = manager.randomNormal(new Shape(1024L * chunks, 2));
            live.reset();
            KnnProbe.standard()
                    .predict(bank, bank, test, DownstreamMetric.ACCURACY, SEEDS, 0)
                    .scores()
                    .close();
            most[i] = live.most() - chunks;
            test.close();
        }
        assertEquals(most[0], most[1]);
    }
}
