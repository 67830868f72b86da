package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.dapple.core.ops.InPlace;

/** The values of a block's parameters by name. */
public final class Weights {
    private Weights() {}

    /**
     * The arrays of a block, not copied.
     *
     * @param block an initialised block
     * @return name to array
     */
    public static Map<String, NDArray> of(Block block) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        NamedParameters.of(block).forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
        return arrays;
    }

    /**
     * Copies values into a block's existing arrays, so that gradients, optimiser state and device stay unchanged.
     *
     * @param values values by name, with exactly the block's names and shapes
     * @param block an initialised block
     * @throws IllegalArgumentException if a name is missing or unknown, or a shape differs; nothing is copied then
     */
    public static void copy(Map<String, NDArray> values, Block block) {
        Map<String, NDArray> own = of(block);
        TreeSet<String> missing = new TreeSet<>(own.keySet());
        missing.removeAll(values.keySet());
        TreeSet<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(own.keySet());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the weights belong to another model: missing " + missing + ", unknown " + unknown);
        }
        values.forEach((name, value) -> {
            NDArray array = Objects.requireNonNull(own.get(name));
            if (!value.getShape().equals(array.getShape())) {
                throw new IllegalArgumentException("the weights belong to another model: " + name + " is "
                        + value.getShape() + ", not " + array.getShape());
            }
        });
        values.forEach((name, value) -> InPlace.copy(value, Objects.requireNonNull(own.get(name))));
    }
}
