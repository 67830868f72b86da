package org.dapple.train;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.dapple.models.layers.NamedParameters;

/** What two trainings are compared by. */
public final class TrainedValues {
    private TrainedValues() {}

    /** All parameters but the key biases, whose gradient is rounding alone. */
    public static float[] of(TrainingState state) {
        NDList values = new NDList();
        NamedParameters.of(state.model()).forEach((name, parameter) -> {
            if (!name.endsWith("qkv.bias")) {
                values.add(parameter.getArray().stopGradient().flatten());
            }
        });
        return NDArrays.concat(values).toFloatArray();
    }

    /** All numbers of arrays, one array after the other. */
    public static float[] flat(NDList arrays) {
        return NDArrays.concat(new NDList(
                        arrays.stream().map(array -> array.reshape(-1)).toList()))
                .toFloatArray();
    }

    /**
     * By how much two gradients differ, relative to the length of the first. Trained parameters are not compared: the
     * first steps of AdamW divide a gradient by its size, and so make a whole step of what is rounding.
     */
    public static double relativeError(float[] expected, float[] actual) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow((double) actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(error / norm);
    }
}
