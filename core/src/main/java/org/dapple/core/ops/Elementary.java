package org.dapple.core.ops;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Elementwise functions that the engine takes from a vector library on the CPU. Dapple calls them here and never on the
 * array itself.
 *
 * <p>The library (oneMKL before 2025.0) chooses a kernel during the first call of a function. A second thread that
 * calls it meanwhile gets a kernel with half of the digits, for that call only (PyTorch issue 188792). In a test, 500
 * processes computed the log-mels of the same sounds on two threads; 16 of them had a clip with errors of up to 4e-5.
 * So one thread makes the first call here, while all others wait.
 */
public final class Elementary {
    static {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
                NDArray one = manager.ones(new Shape(1), type);
                one.log();
                one.exp();
                one.sqrt();
            }
        }
    }

    private Elementary() {}

    /**
     * The natural logarithm.
     *
     * @param array any shape, float32 or float64
     * @return the same shape, on the array's manager
     */
    public static NDArray log(NDArray array) {
        return array.log();
    }

    /**
     * The exponential function.
     *
     * @param array any shape, float32 or float64
     * @return the same shape, on the array's manager
     */
    public static NDArray exp(NDArray array) {
        return array.exp();
    }

    /**
     * The square root.
     *
     * @param array any shape, float32 or float64
     * @return the same shape, on the array's manager
     */
    public static NDArray sqrt(NDArray array) {
        return array.sqrt();
    }

    /**
     * {@code log(1 + e^x)}, computed without overflow.
     *
     * @param array any shape, float32 or float64
     * @return the same shape, on the array's manager
     */
    public static NDArray softplus(NDArray array) {
        NDArray zero = array.getManager().zeros(new Shape(), array.getDataType());
        return array.maximum(zero).add(log(exp(array.abs().neg()).add(1)));
    }

    /**
     * {@code 1 / (1 + e^-x)}.
     *
     * @param array any shape, float32 or float64
     * @return the same shape, on the array's manager
     */
    public static NDArray sigmoid(NDArray array) {
        return exp(array.neg()).add(1).pow(-1);
    }
}
