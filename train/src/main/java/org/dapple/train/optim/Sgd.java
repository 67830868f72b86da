package org.dapple.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.dapple.core.settings.ConfigurationException;

/**
 * Stochastic gradient descent with momentum as PyTorch has it: v ← µ v + g + λ p, p ← p − η v, v zero at first. Source:
 * Sutskever et al., "On the importance of initialization and momentum in deep learning" (ICML 2013).
 */
public final class Sgd implements Optimizer {
    private final Settings settings;
    private final Map<String, Parameter> parameters;
    private final Map<String, NDArray> velocities;

    /**
     * The constants of the optimiser.
     *
     * @param momentum µ
     * @param weightDecay λ, for all parameters
     */
    public record Settings(double momentum, double weightDecay) implements Recipe {
        /** Checks the ranges. */
        public Settings {
            requireMomentum(momentum);
            ConfigurationException.require(weightDecay >= 0, "weight_decay", "be at least 0", weightDecay);
        }

        @Override
        public Sgd start(Map<String, Parameter> parameters, NDManager manager) {
            return new Sgd(this, parameters, manager);
        }
    }

    private Sgd(Settings settings, Map<String, Parameter> parameters, NDManager manager) {
        this.settings = settings;
        this.parameters = parameters;
        this.velocities = zeros(parameters, manager);
    }

    static void requireMomentum(double momentum) {
        ConfigurationException.require(
                momentum >= 0 && momentum < 1, "momentum", "be at least 0 and below 1", momentum);
    }

    /** A zero array in the shape of each trainable parameter. */
    static Map<String, NDArray> zeros(Map<String, Parameter> parameters, NDManager manager) {
        Map<String, NDArray> zeros = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                NDArray value = parameter.getArray();
                zeros.put(name, manager.zeros(value.getShape(), value.getDataType()));
            }
        });
        return zeros;
    }

    @Override
    public void step(Gradients gradients, double learningRate) {
        gradients.byName().forEach((name, gradient) -> {
            NDArray value = Objects.requireNonNull(parameters.get(name)).getArray();
            NDArray velocity = Objects.requireNonNull(velocities.get(name));
            try (NDManager scope = gradient.getManager().newSubManager()) {
                scope.tempAttachAll(gradient, value, velocity);
                velocity.muli(settings.momentum).addi(gradient);
                if (settings.weightDecay > 0) {
                    velocity.addi(value.stopGradient().mul(settings.weightDecay));
                }
                value.subi(velocity.mul(learningRate));
            }
        });
    }
}
