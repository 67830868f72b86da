package org.dapple.contracts;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Precision;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.pretext.PretextModel;
import org.dapple.models.pretext.PretextRecipe;

/** The contract of a {@link PretextRecipe} and of the model that it makes. */
public final class PretextContract {
    private static final PatchGrid GRID = PatchGrid.of(16, 24, 4, 4);
    private static final int CLIPS = 3;
    private static final int VISIBLE = 8;
    private static final int SEED = 7;

    private PretextContract() {}

    /**
     * Checks a recipe, best one of a small size: the model is made, and does a step without an optimiser.
     *
     * @param recipe the recipe
     * @param manager its device computes
     * @return findings: loss, gradients, repetition, encoder
     */
    public static Contract check(PretextRecipe recipe, NDManager manager) {
        return new Contract.Checks(recipe)
                .check("the loss is a finite scalar of the batch's manager", () -> loss(recipe, manager))
                .check("gradients reach the encoder and are finite", () -> gradients(recipe, manager))
                .check("the same seed gives the same loss", () -> repetition(recipe, manager))
                .check("the encoder has the size of the recipe", () -> encoder(recipe, manager))
                .contract();
    }

    private static PretextModel model(PretextRecipe recipe, NDManager scope) {
        PretextModel model = recipe.model(GRID, Precision.FP32);
        Engine.getInstance().setRandomSeed(SEED);
        model.initialize(scope, DataType.FLOAT32, new Shape(1, 1, GRID.bands(), GRID.frames()));
        return model;
    }

    private static NDArray loss(PretextRecipe recipe, PretextModel model, NDManager scope) {
        Engine.getInstance().setRandomSeed(SEED);
        NDArray batch = scope.randomNormal(new Shape(CLIPS, 1, GRID.bands(), GRID.frames()));
        NDArray order = scope.randomUniform(0, 1, new Shape((long) CLIPS * recipe.masksPerClip(), GRID.count()));
        PatchMask mask = new PatchMask(order.argSort(1, true), VISIBLE);
        return model.loss(new ParameterStore(scope, false), batch, mask).total();
    }

    private static Optional<String> loss(PretextRecipe recipe, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray loss = loss(recipe, model(recipe, scope), scope);
            return Contract.unless(
                    loss.getShape().dimension() == 0 && loss.getManager() == scope && Float.isFinite(loss.getFloat()),
                    "it is " + loss);
        }
    }

    private static Optional<String> gradients(PretextRecipe recipe, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            PretextModel model = model(recipe, scope);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(loss(recipe, model, scope));
            }
            for (Map.Entry<String, Parameter> entry : NamedParameters.of(model).entrySet()) {
                Parameter parameter = entry.getValue();
                if (parameter.requiresGradient()
                        && !Float.isFinite(
                                parameter.getArray().getGradient().sum().getFloat())) {
                    return Optional.of("that of " + entry.getKey() + " is not finite");
                }
            }
            float reached = 0;
            for (Parameter parameter : NamedParameters.of(model.encoder()).values()) {
                reached += parameter.requiresGradient()
                        ? parameter.getArray().getGradient().abs().sum().getFloat()
                        : 0;
            }
            return Contract.unless(reached > 0, "all those of the encoder are 0: it would not learn");
        }
    }

    private static Optional<String> repetition(PretextRecipe recipe, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            float first = loss(recipe, model(recipe, scope), scope).getFloat();
            float again = loss(recipe, model(recipe, scope), scope).getFloat();
            return Contract.unless(
                    Float.compare(first, again) == 0,
                    "it is " + first + ", then " + again + ": a run could not be resumed");
        }
    }

    private static Optional<String> encoder(PretextRecipe recipe, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray tokens = model(recipe, scope)
                    .encoder()
                    .forward(
                            new ParameterStore(scope, false),
                            scope.zeros(new Shape(2, 1, GRID.bands(), GRID.frames())),
                            false);
            Shape expected = new Shape(2, 1L + GRID.count(), recipe.encoder().width());
            return Contract.unless(
                    tokens.getShape().equals(expected),
                    "tokens must be [B, 1 + L, D] = " + expected + "; they are " + tokens.getShape());
        }
    }
}
