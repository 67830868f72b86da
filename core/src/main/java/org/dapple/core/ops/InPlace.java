package org.dapple.core.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/** Changes arrays in place: handle, device and gradient stay. */
public final class InPlace {
    private InPlace() {}

    /**
     * Overwrites an array with the values of another one, on the device. DJL's own {@code copyTo} goes through the
     * host.
     *
     * @param values the new values
     * @param target same shape; if it requires a gradient, gradient recording must be off
     */
    public static void copy(NDArray values, NDArray target) {
        target.set(new NDIndex("..."), values);
    }
}
