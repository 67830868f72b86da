package org.dapple.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arrays of one golden file, and the comparison that names what differs. */
public final class Golden {
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    private Golden() {}

    /**
     * Reads {@code ../shared/golden/<file>}; the calling test is skipped where there is no shared data.
     *
     * @param manager owner of the arrays
     * @param file for example {@code logmel.npz}
     * @return the arrays by name
     */
    public static Golden load(NDManager manager, String file) {
        Golden golden = new Golden();
        try (InputStream in = Files.newInputStream(SharedData.path("golden").resolve(file))) {
            for (NDArray array : NDList.decode(manager, in)) {
                golden.arrays.put(array.getName(), array);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return golden;
    }

    /**
     * One array.
     *
     * @param name as in the file
     * @return the array
     */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no golden array " + name + "; there are " + arrays.keySet());
        }
        return array;
    }

    /** {@return all arrays by name} */
    public Map<String, NDArray> all() {
        return arrays;
    }

    /**
     * Asserts |actual - expected| ≤ absolute + relative · |expected| everywhere, in double precision.
     *
     * @param what named in the failure
     * @param expected the truth
     * @param actual the same shape
     * @param absolute tolerance
     * @param relative tolerance
     */
    public static void assertClose(String what, NDArray expected, NDArray actual, double absolute, double relative) {
        assertEquals(expected.getShape(), actual.getShape(), what + ": shape");
        float[] want = expected.toType(DataType.FLOAT32, false).toFloatArray();
        float[] got = actual.toType(DataType.FLOAT32, false).toFloatArray();
        double worst = 0;
        int at = 0;
        for (int i = 0; i < want.length; i++) {
            double excess = Math.abs((double) got[i] - want[i]) - absolute - relative * Math.abs(want[i]);
            if (!(excess <= worst) || i == 0) { // also catches NaN
                worst = excess;
                at = i;
            }
        }
        assertTrue(
                want.length == 0 || worst <= 0,
                what + ": element " + at + " is " + got[at] + ", expected " + want[at] + " (outside the tolerance by "
                        + worst + ")");
    }
}
