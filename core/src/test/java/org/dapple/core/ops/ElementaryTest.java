package org.dapple.core.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class ElementaryTest extends WithManager {

    private void isExact(UnaryOperator<NDArray> function, DoubleUnaryOperator expected) {
        NDArray values = manager.randomUniform(1e-4f, 10, new Shape(3, 7000));
        float[] single = function.apply(values).toFloatArray();
        double[] precise = function.apply(values.toType(DataType.FLOAT64, true)).toDoubleArray();
        float[] arguments = values.toFloatArray();
        for (int i = 0; i < arguments.length; i++) {
            double wanted = expected.applyAsDouble(arguments[i]);
            assertEquals(wanted, single[i], 2 * Math.ulp((float) wanted), "of " + arguments[i] + " in single");
            assertEquals(wanted, precise[i], 4 * Math.ulp(wanted), "of " + arguments[i] + " in double");
        }
    }

    @Test
    void firstCallsAreAsExactAsAllOthers() {
        isExact(Elementary::log, Math::log);
        isExact(Elementary::exp, Math::exp);
        isExact(Elementary::sqrt, Math::sqrt);
    }

    @Test
    void softplusDoesNotOverflow() {
        NDArray values = manager.create(new float[] {-200, -1, 0, 1, 200});
        assertArrayEquals(
                new float[] {0, 0.3132617f, 0.6931472f, 1.3132617f, 200},
                Elementary.softplus(values).toFloatArray(),
                1e-6f);
    }

    @Test
    void sigmoidReachesItsLimits() {
        NDArray values = manager.create(new float[] {-200, -1, 0, 1, 200});
        assertArrayEquals(
                new float[] {0, 0.2689414f, 0.5f, 0.7310586f, 1},
                Elementary.sigmoid(values).toFloatArray(),
                1e-6f);
    }
}
