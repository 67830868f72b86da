package org.dapple.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.Objects;
import org.dapple.core.ops.Elementary;
import org.dapple.core.settings.ConfigurationException;

/**
 * Layer-wise adaptive rate scaling: u = g + λ p is scaled to a small share of the length of p before momentum, u ← τ
 * ‖p‖ / ‖u‖ · u, v ← µ v + u, p ← p − η v. Where one of the norms is zero u stays as it is; parameters of one dimension
 * (biases, norms) are neither scaled nor decayed. Source: You, Gitman and Ginsburg, "Large Batch Training of
 * Convolutional Networks" (2017), as self-supervised learning uses it.
 */
public final class Lars implements Optimizer {
    private final Settings settings;
    private final Map<String, Parameter> parameters;
    private final Map<String, NDArray> velocities;

    /**
     * The constants of the optimiser.
     *
     * @param momentum µ
     * @param weightDecay λ
     * @param trust τ
     */
    public record Settings(double momentum, double weightDecay, double trust) implements Recipe {
        /** Checks the ranges. */
        public Settings {
            Sgd.requireMomentum(momentum);
            ConfigurationException.require(weightDecay >= 0, "weight_decay", "be at least 0", weightDecay);
            ConfigurationException.require(trust > 0, "trust", "be positive", trust);
        }

        @Override
        public Lars start(Map<String, Parameter> parameters, NDManager manager) {
            return new Lars(this, parameters, manager);
        }
    }

    private Lars(Settings settings, Map<String, Parameter> parameters, NDManager manager) {
        this.settings = settings;
        this.parameters = parameters;
        this.velocities = Sgd.zeros(parameters, manager);
    }

    @Override
    public void step(Gradients gradients, double learningRate) {
        gradients.byName().forEach((name, gradient) -> {
            NDArray value = Objects.requireNonNull(parameters.get(name)).getArray();
            NDArray velocity = Objects.requireNonNull(velocities.get(name));
            try (NDManager scope = gradient.getManager().newSubManager()) {
                scope.tempAttachAll(gradient, value, velocity);
                NDArray update = value.getShape().dimension() < 2 ? gradient : scaled(gradient, value.stopGradient());
                velocity.muli(settings.momentum).addi(update);
                value.subi(velocity.mul(learningRate));
            }
        });
    }

    private NDArray scaled(NDArray gradient, NDArray value) {
        NDArray update = settings.weightDecay > 0 ? gradient.add(value.mul(settings.weightDecay)) : gradient;
        NDArray size = Elementary.sqrt(value.square().sum());
        NDArray slope = Elementary.sqrt(update.square().sum());
        NDArray usual = size.div(slope).mul(settings.trust);
        NDArray defined = size.gt(0).logicalAnd(slope.gt(0));
        return update.mul(NDArrays.where(defined, usual, usual.onesLike()));
    }
}
