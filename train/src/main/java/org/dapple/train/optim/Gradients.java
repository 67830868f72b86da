package org.dapple.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.ops.TorchOps;

/**
 * The gradients of one step, by parameter name. They are the engine's own arrays, so changes in place change the
 * parameters' gradients.
 */
public final class Gradients {
    private final Map<String, NDArray> byName = new LinkedHashMap<>();

    private Gradients() {}

    /**
     * The gradients of all parameters that have one.
     *
     * @param parameters by name
     * @param step owner of the handles and of everything computed with them
     * @return the gradients
     */
    public static Gradients of(Map<String, Parameter> parameters, NDManager step) {
        Gradients gradients = new Gradients();
        parameters.forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                NDArray gradient = parameter.getArray().getGradient();
                gradient.attach(step);
                gradients.byName.put(name, gradient);
            }
        });
        return gradients;
    }

    /** {@return the gradients by parameter name} */
    public Map<String, NDArray> byName() {
        return byName;
    }

    /**
     * Scales all gradients so that their common L2 norm is at most a limit, without reading anything back.
     *
     * @param limit largest norm
     * @return the norm before scaling, a scalar on the device
     */
    public NDArray clip(double limit) {
        return TorchOps.standard().clipNorm(all(), limit);
    }

    /**
     * Turns sums over batches into means.
     *
     * @param batches number of batches
     */
    public void divide(int batches) {
        if (batches > 1) {
            byName.values().forEach(gradient -> gradient.divi(batches));
        }
    }

    /** Sets all gradients to zero, because the next backward pass adds to them. */
    public void zero() {
        TorchOps.standard().zero(all());
    }

    /** {@return all gradients, in the order of the parameters} */
    public NDList all() {
        return new NDList(byName.values());
    }
}
