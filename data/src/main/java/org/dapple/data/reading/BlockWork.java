package org.dapple.data.reading;

import java.util.Arrays;

/** What is done with the blocks of one clip, one after the other, on the thread that decodes it. */
@FunctionalInterface
public interface BlockWork {

    /**
     * Works on the next block.
     *
     * @param samples holds it from its beginning; to be used before returning
     * @param count how many there are
     * @param last whether the clip ends with them
     * @return what is handed over instead
     */
    float[] apply(float[] samples, int count, boolean last);

    /** {@return nothing is done} */
    static BlockWork none() {
        return (samples, count, last) -> Arrays.copyOf(samples, count);
    }
}
