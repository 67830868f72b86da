package org.dapple.data.reading;

import java.util.Arrays;

/** Processes the pieces of one clip in order, on the thread that decodes it. */
@FunctionalInterface
public interface PieceWork {

    /**
     * Processes the next piece.
     *
     * @param samples the samples, from index 0; valid until the method returns
     * @param count number of samples
     * @param last whether the clip ends with this piece
     * @return the values to hand over instead
     */
    float[] apply(float[] samples, int count, boolean last);

    /** {@return work that changes nothing} */
    static PieceWork none() {
        return (samples, count, last) -> Arrays.copyOf(samples, count);
    }
}
