package org.dapple.data.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;

/** A batch of crops in host memory, which any thread may create. */
public final class HostBatch {
    private final FloatBuffer values;
    private final Shape shape;

    /**
     * Wraps values.
     *
     * @param values row-major [B, frames, bands], from position 0 to the limit
     * @param clips B
     * @param frames frames of each crop
     * @param bands bands of each frame
     */
    HostBatch(FloatBuffer values, int clips, int frames, int bands) {
        this.values = values;
        this.shape = new Shape(clips, 1, frames, bands);
    }

    /**
     * Copies the batch to the device.
     *
     * @param manager owner of the result
     * @return log-mels, not normalised, float32 [B, 1, bands, frames] on the manager's device
     */
    public NDArray upload(NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray crops = scope.create(values.duplicate(), shape, DataType.FLOAT32)
                    .transpose(0, 1, 3, 2)
                    .duplicate(); // a view would outlive the Java memory behind DJL's array
            crops.attach(manager);
            return crops;
        }
    }
}
