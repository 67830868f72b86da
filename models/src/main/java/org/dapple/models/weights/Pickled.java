package org.dapple.models.weights;

import java.util.List;

/** The objects of a checkpoint's pickle other than plain numbers, texts, lists and maps. */
interface Pickled {
    /** Python's None. */
    enum None implements Pickled {
        NONE
    }

    /** An ignored object, for example the settings of the program that wrote the weights. */
    enum Inert implements Pickled {
        INERT
    }

    /**
     * A Python class or function by name. It is never looked up, only compared.
     *
     * @param name module and name, separated by a dot
     */
    record Global(String name) implements Pickled {}

    /**
     * A storage: numbers in an entry of the archive.
     *
     * @param kind PyTorch's class, for example {@code FloatStorage}
     * @param key name of the entry below {@code data/}
     * @param count number of numbers
     */
    record Storage(String kind, String key, long count) implements Pickled {}

    /**
     * A view of a storage.
     *
     * @param storage the storage
     * @param offset index of the first number
     * @param shape sizes
     * @param strides steps between neighbours, in numbers
     */
    record Tensor(Storage storage, long offset, List<Long> shape, List<Long> strides) implements Pickled {
        /** Whether the numbers are contiguous in row-major order. */
        boolean contiguous() {
            long expected = 1;
            for (int i = shape.size() - 1; i >= 0; i--) {
                if (shape.get(i) == 0) {
                    return true;
                }
                if (shape.get(i) != 1 && strides.get(i) != expected) {
                    return false;
                }
                expected *= shape.get(i);
            }
            return true;
        }
    }
}
