package org.dapple.models.pretext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Precision;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.pretext.MaskedModelingDuo.TargetStart;
import org.dapple.models.pretext.MaskedModelingDuo.TargetView;
import org.dapple.testing.WithManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient of every parameter of every pretext model, in double precision, against central differences. */
class PretextGradientsTest extends WithManager {
    private static final PatchGrid GRID = PatchGrid.of(8, 12, 4, 4);
    private static final ViTConfig ENCODER = new ViTConfig(8, 2, 2);
    private static final ViTConfig DECODER = new ViTConfig(8, 1, 2);
    private static final double STEP = 1e-5;

    private @Nullable NDArray targets;

    static List<PretextRecipe> recipes() {
        return List.of(
                new MaskedAutoencoder.Recipe(ENCODER, DECODER, true),
                new MaskedAutoencoder.Recipe(ENCODER, DECODER, false),
                new MaskedModelingDuo.Recipe(
                        ENCODER,
                        DECODER,
                        TargetView.MASKED,
                        TargetStart.INDEPENDENT,
                        new TeacherDecay(0.9, 0.9, false)),
                new MaskedModelingDuo.Recipe(
                        ENCODER, DECODER, TargetView.ALL, TargetStart.COPY, new TeacherDecay(0.9, 0.9, false)),
                new Data2Vec2.Recipe(ENCODER, new ConvolutionalConfig(2, 3, 2), 2, new TeacherDecay(0.9, 0.9, false)));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void gradientsEqualCentralDifferences(PretextRecipe recipe) {
        PretextModel model = recipe.model(GRID, Precision.FP32);
        Engine.getInstance().setRandomSeed(3);
        model.initialize(manager, DataType.FLOAT64, new Shape(1, 1, 8, 12));
        NDArray x = manager.randomNormal(0, 1, new Shape(3, 1, 8, 12), DataType.FLOAT64);
        int rows = 3 * recipe.masksPerClip();
        PatchMask mask =
                new PatchMask(manager.randomUniform(0, 1, new Shape(rows, 6)).argSort(1, true), 2);
        Map<String, Parameter> parameters = NamedParameters.of(model);
        // Norms and biases that are exactly one and zero would hide mistakes.
        parameters.values().stream().filter(Parameter::requiresGradient).forEach(parameter -> {
            NDArray value = parameter.getArray();
            NDArray noise = manager.randomNormal(0, 0.1f, value.getShape(), DataType.FLOAT64);
            try (NDArray moved = value.stopGradient()) {
                moved.addi(noise);
            }
        });
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss(model, x, mask));
        }
        int[] compared = {0};
        parameters.forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                NDArray value = parameter.getArray().stopGradient().flatten();
                NDArray gradient = parameter.getArray().getGradient().flatten();
                for (long i = 0; i < value.size(); i += Math.max(1, value.size() / 3)) {
                    double expected = (moved(model, x, mask, value, i, STEP) - moved(model, x, mask, value, i, -STEP))
                            / (2 * STEP);
                    assertEquals(
                            expected, gradient.getDouble(i), 1e-7 + 1e-6 * Math.abs(expected), name + "[" + i + "]");
                    compared[0]++;
                }
            }
        });
        assertTrue(compared[0] > 100, "many coordinates");
    }

    private double moved(PretextModel model, NDArray x, PatchMask mask, NDArray value, long place, double by) {
        NDIndex index = new NDIndex("{}", place);
        double before = value.getDouble(place);
        value.set(index, before + by);
        double loss = loss(model, x, mask).getDouble();
        value.set(index, before);
        return loss;
    }

    private NDArray loss(PretextModel model, NDArray x, PatchMask mask) {
        Engine.getInstance().setRandomSeed(5); // the noise of decoders
        ParameterStore store = new ParameterStore(manager, false);
        if (model instanceof MaskedModelingDuo duo) {
            // Its targets depend on parameters that also learn, by design without a gradient: they must stand still.
            NDArray tokens = duo.encoder().embed(store, x, true);
            if (targets == null) {
                targets = duo.targets(store, tokens.stopGradient(), mask);
            }
            return MaskedModelingDuo.loss(duo.predict(store, tokens, mask), targets);
        }
        return model.loss(store, x, mask).total();
    }
}
