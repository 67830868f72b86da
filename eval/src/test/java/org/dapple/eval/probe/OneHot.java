package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Labels as the targets of probes, and back. */
final class OneHot {
    private OneHot() {}

    static NDArray of(NDManager manager, int classes, int... labels) {
        float[] values = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            values[i * classes + labels[i]] = 1;
        }
        return manager.create(values, new Shape(labels.length, classes));
    }

    static int[] largest(NDArray scores) {
        return Arrays.stream(scores.argMax(1).toLongArray())
                .mapToInt(label -> (int) label)
                .toArray();
    }
}
