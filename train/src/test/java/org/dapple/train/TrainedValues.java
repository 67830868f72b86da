package org.dapple.train;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.dapple.models.NamedParameters;

/** What two trainings are compared by. */
final class TrainedValues {
    private TrainedValues() {}

    /** All parameters but the key biases, whose gradient is rounding alone and is amplified by Adam. */
    static float[] of(TrainingState state) {
        NDList values = new NDList();
        NamedParameters.of(state.model()).forEach((name, parameter) -> {
            if (!name.endsWith("qkv.bias")) {
                values.add(parameter.getArray().stopGradient().flatten());
            }
        });
        return NDArrays.concat(values).toFloatArray();
    }
}
