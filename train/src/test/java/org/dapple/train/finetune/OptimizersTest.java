package org.dapple.train.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.initializer.Initializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.Settings;
import org.dapple.testing.WithManager;
import org.dapple.train.optim.AdamW;
import org.dapple.train.optim.Gradients;
import org.dapple.train.optim.Lars;
import org.dapple.train.optim.Optimizer;
import org.dapple.train.optim.Sgd;
import org.junit.jupiter.api.Test;

/** Steps by hand. */
class OptimizersTest extends WithManager {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    private void parameter(String name, float[] values, long... shape) {
        Parameter parameter = Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(shape))
                .optInitializer(Initializer.ZEROS)
                .build();
        parameter.setInitializer((owner, ofShape, type) -> owner.create(values).reshape(ofShape));
        parameter.initialize(manager, DataType.FLOAT32);
        parameters.put(name, parameter);
    }

    /** An update with given gradients: those of the sum of products. */
    private void step(Optimizer optimizer, double learningRate, float[]... slopes) {
        try (NDManager scope = manager.newSubManager()) {
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray sum = scope.zeros(new Shape());
                int i = 0;
                for (Parameter parameter : parameters.values()) {
                    NDArray slope = scope.create(slopes[i++]).reshape(parameter.getShape());
                    sum = sum.add(slope.mul(parameter.getArray()).sum());
                }
                collector.backward(sum);
            }
            Gradients gradients = Gradients.of(parameters, scope);
            optimizer.step(gradients, learningRate);
            gradients.zero();
        }
    }

    private void assertValues(String name, double... expected) {
        float[] values = parameters.get(name).getArray().toFloatArray();
        float[] wanted = new float[expected.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = (float) expected[i];
        }
        assertArrayEquals(wanted, values, 1e-6f, name);
    }

    @Test
    void momentumAddsGradientsUp() {
        parameter("p", new float[] {1, -2}, 2);
        Optimizer sgd = new Sgd.Settings(0.9, 0).start(parameters, manager);
        step(sgd, 0.1, new float[] {0.5f, 1});
        assertValues("p", 1 - 0.1 * 0.5, -2 - 0.1 * 1); // v = g
        step(sgd, 0.2, new float[] {-1, 0});
        assertValues("p", 0.95 - 0.2 * (0.9 * 0.5 - 1), -2.1 - 0.2 * 0.9); // v = 0.9 v + g, with the rate of now
    }

    @Test
    void decayIsAddedToTheGradient() {
        parameter("p", new float[] {2}, 1);
        Optimizer sgd = new Sgd.Settings(0.5, 0.1).start(parameters, manager);
        step(sgd, 1, new float[] {0});
        assertValues("p", 2 - 0.2);
        step(sgd, 1, new float[] {0});
        assertValues("p", 1.8 - (0.5 * 0.2 + 0.18));
    }

    @Test
    void larsScalesMatricesByTheirNorm() {
        parameter("weight", new float[] {3, 4, 0, 0}, 2, 2); // norm 5
        parameter("bias", new float[] {1, 1}, 2);
        parameter("new", new float[] {0, 0}, 1, 2); // norm 0
        Optimizer lars = new Lars.Settings(0.9, 0, 0.001).start(parameters, manager);
        step(lars, 2, new float[] {0, 0, 6, 8}, new float[] {1, 0}, new float[] {0.5f, 0}); // gradient's norm 10
        double scale = 0.001 * 5 / 10;
        assertValues("weight", 3, 4, -2 * scale * 6, -2 * scale * 8);
        assertValues("bias", 1 - 2 * 1, 1);
        assertValues("new", -2 * 0.5, 0);
        step(lars, 1, new float[] {0, 0, 0, 0}, new float[] {0, 0}, new float[] {0, 0});
        // No gradient: unscaled, and momentum goes on with what was scaled.
        assertValues("weight", 3, 4, -2 * scale * 6 - 0.9 * scale * 6, -2 * scale * 8 - 0.9 * scale * 8);
        assertValues("bias", -1 - 0.9, 1);
    }

    @Test
    void larsDecaysBeforeItScales() {
        parameter("weight", new float[] {3, 4}, 1, 2);
        parameter("bias", new float[] {5}, 1);
        Optimizer lars = new Lars.Settings(0, 0.2, 0.01).start(parameters, manager);
        step(lars, 1, new float[] {0.4f, -0.8f}, new float[] {0});
        double scale = 0.01 * 5 / 1; // g + 0.2 p = (1, 0)
        assertValues("weight", 3 - scale, 4);
        assertValues("bias", 5);
    }

    /** After one large gradient AMSGrad keeps dividing by it. */
    @Test
    void amsGradRemembersTheLargestSquare() {
        parameter("p", new float[] {0}, 1, 1);
        Optimizer amsGrad = new AdamW.Hyperparameters(0, 0.5, 1e-8, 0, true).start(parameters, manager);
        step(amsGrad, 1, new float[] {8});
        assertValues("p", -1); // v = 32, corrected by 1 − 0.5: 64
        step(amsGrad, 1, new float[] {0});
        step(amsGrad, 1, new float[] {2});
        // v = 8 + 2 = 10 by now, but the largest was 32; corrected by 1 − 0.5³.
        assertValues("p", -1 - 2 / Math.sqrt(32 / 0.875));
    }

    @Test
    void frozenParametersAreLeftAlone() {
        parameter("p", new float[] {1}, 1);
        Parameter frozen = Parameter.builder()
                .setName("frozen")
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(1))
                .optInitializer(Initializer.ONES)
                .build();
        frozen.freeze(true);
        frozen.initialize(manager, DataType.FLOAT32);
        parameters.put("frozen", frozen);
        for (Optimizer.Recipe recipe : List.of(
                new Sgd.Settings(0.9, 0.1), new Lars.Settings(0.9, 0.1, 0.1), new AdamW.Hyperparameters(0, 0, 1, 1))) {
            step(recipe.start(parameters, manager), 0.1, new float[] {1}, new float[] {1});
            assertValues("frozen", 1);
        }
    }

    @Test
    void recipesAreReadAsTheyAreWritten() {
        for (Optimizer.Recipe recipe : List.of(
                new Sgd.Settings(0.8, 0.1),
                new Lars.Settings(0.7, 0.2, 0.3),
                new AdamW.Hyperparameters(0.1, 0.2, 0.3, 0.4, true))) {
            Settings written = new Settings(Optimizers.standard().write(recipe));
            assertEquals(recipe, Optimizers.standard().read(written));
            written.done();
        }
    }
}
