package org.dapple.models.weights;

import java.util.List;

/** What stands in a checkpoint's pickle besides plain numbers, texts, lists and maps. */
interface Pickled {
    /** Python's None. */
    enum None implements Pickled {
        NONE
    }

    /** Something that weights do not need, for example the settings of the program that wrote them. */
    enum Inert implements Pickled {
        INERT
    }

    /**
     * A Python class or function by name. It is never looked up, only compared.
     *
     * @param name module and name with a dot between
     */
    record Global(String name) implements Pickled {}

    /**
     * Numbers in an entry of the archive.
     *
     * @param kind PyTorch's class, for example {@code FloatStorage}
     * @param key name of the entry below {@code data/}
     * @param count numbers in it
     */
    record Storage(String kind, String key, long count) implements Pickled {}

    /**
     * A view of a storage.
     *
     * @param storage its numbers
     * @param offset the first number's place
     * @param shape sizes
     * @param strides steps between neighbours, in numbers
     */
    record Tensor(Storage storage, long offset, List<Long> shape, List<Long> strides) implements Pickled {
        /** Whether the numbers lie one after the other in row-major order. */
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
