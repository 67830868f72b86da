package org.dapple.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.dapple.core.ops.InPlace;
import org.dapple.core.ops.TorchOps;
import org.dapple.core.settings.ConfigurationException;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019). Parameters of two or more dimensions decay,
 * others do not, so class and mask tokens decay and norms and biases do not, as in MAE and M2D. All state is kept by
 * parameter name and can be saved.
 */
public final class AdamW implements Optimizer {
    private static final String FIRST = "exp_avg.";
    private static final String SECOND = "exp_avg_sq.";
    private static final String LARGEST = "max_exp_avg_sq.";

    private final Hyperparameters settings;
    private final Map<String, Parameter> parameters;
    private final Map<String, NDArray> moments = new LinkedHashMap<>();
    private long steps;

    /**
     * The constants of the optimiser.
     *
     * @param beta1 decay of the mean gradient
     * @param beta2 decay of the mean squared gradient
     * @param epsilon added to the root of the mean squared gradient
     * @param weightDecay share of a weight that is subtracted per unit of learning rate
     * @param amsGrad whether to divide by the largest mean squared gradient so far
     */
    public record Hyperparameters(double beta1, double beta2, double epsilon, double weightDecay, boolean amsGrad)
            implements Recipe {
        /** Checks the ranges. */
        public Hyperparameters {
            ConfigurationException.require(beta1 >= 0 && beta1 < 1, "beta1", "be at least 0 and below 1", beta1);
            ConfigurationException.require(beta2 >= 0 && beta2 < 1, "beta2", "be at least 0 and below 1", beta2);
            ConfigurationException.require(epsilon > 0, "epsilon", "be positive", epsilon);
            ConfigurationException.require(weightDecay >= 0, "weight_decay", "be at least 0", weightDecay);
        }

        /**
         * Without AMSGrad.
         *
         * @param beta1 decay of the mean gradient
         * @param beta2 decay of the mean squared gradient
         * @param epsilon added to the root of the mean squared gradient
         * @param weightDecay share of a weight that is subtracted per unit of learning rate
         */
        public Hyperparameters(double beta1, double beta2, double epsilon, double weightDecay) {
            this(beta1, beta2, epsilon, weightDecay, false);
        }

        @Override
        public AdamW start(Map<String, Parameter> parameters, NDManager manager) {
            return new AdamW(this, parameters, manager);
        }
    }

    /**
     * An optimiser whose moments start at zero.
     *
     * @param settings its constants
     * @param parameters by name, initialised; those without gradients are not changed
     * @param manager owner of the moments
     */
    public AdamW(Hyperparameters settings, Map<String, Parameter> parameters, NDManager manager) {
        this.settings = settings;
        this.parameters = parameters;
        parameters.forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                NDArray value = parameter.getArray();
                moments.put(FIRST + name, manager.zeros(value.getShape(), value.getDataType()));
                moments.put(SECOND + name, manager.zeros(value.getShape(), value.getDataType()));
                if (settings.amsGrad) {
                    moments.put(LARGEST + name, manager.zeros(value.getShape(), value.getDataType()));
                }
            }
        });
    }

    @Override
    public void step(Gradients gradients, double learningRate) {
        steps++;
        update(gradients, true, settings.weightDecay, learningRate);
        update(gradients, false, 0, learningRate);
    }

    /** Updates either the parameters of two or more dimensions, or the others. */
    private void update(Gradients gradients, boolean matrices, double weightDecay, double learningRate) {
        NDList values = new NDList();
        NDList slopes = new NDList();
        NDList first = new NDList();
        NDList second = new NDList();
        NDList largest = new NDList();
        gradients.byName().forEach((name, gradient) -> {
            NDArray value = Objects.requireNonNull(parameters.get(name)).getArray();
            if (value.getShape().dimension() >= 2 == matrices) {
                values.add(value);
                slopes.add(gradient);
                first.add(Objects.requireNonNull(moments.get(FIRST + name)));
                second.add(Objects.requireNonNull(moments.get(SECOND + name)));
                if (settings.amsGrad) {
                    largest.add(Objects.requireNonNull(moments.get(LARGEST + name)));
                }
            }
        });
        if (!values.isEmpty()) {
            TorchOps.AdamWUpdate update = new TorchOps.AdamWUpdate(
                    steps, learningRate, settings.beta1, settings.beta2, settings.epsilon, weightDecay);
            if (settings.amsGrad) {
                TorchOps.standard().amsGrad(update, values, slopes, first, second, largest);
            } else {
                TorchOps.standard().adamW(update, values, slopes, first, second);
            }
        }
    }

    /**
     * {@return the moments by name ({@code exp_avg.<parameter>}, {@code exp_avg_sq.<parameter>}, with AMSGrad
     * {@code max_exp_avg_sq.<parameter>}); not copies}
     */
    public Map<String, NDArray> moments() {
        return moments;
    }

    /**
     * Sets the state to that of another optimiser of the same parameters.
     *
     * @param values its moments
     * @param stepsDone number of its updates
     * @throws IllegalArgumentException if the moments belong to other parameters
     */
    public void restore(Map<String, NDArray> values, long stepsDone) {
        if (!values.keySet().equals(moments.keySet())) {
            throw new IllegalArgumentException("the optimiser's moments belong to another model");
        }
        values.forEach((name, value) -> InPlace.copy(value, Objects.requireNonNull(moments.get(name))));
        steps = stepsDone;
    }
}
