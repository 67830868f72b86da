package org.dapple.core.frontend;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;

/** The squared magnitude of complex numbers. */
final class PowerSpectrum {
    private static final NDIndex REAL = new NDIndex("..., 0");
    private static final NDIndex IMAGINARY = new NDIndex("..., 1");

    private PowerSpectrum() {}

    /**
     * Squares both parts and adds them. Single precision suffices from here on, because all terms are positive. A sum
     * over an axis of length two would take as long as the Fourier transform.
     *
     * @param spectrum complex with parts in float64, any shape
     * @return float32, the same shape, on the spectrum's manager
     */
    static NDArray of(NDArray spectrum) {
        NDArray parts = spectrum.real().toType(DataType.FLOAT32, false); // [.., 2]: the real and the imaginary part
        NDArray squares = parts.muli(parts);
        return squares.get(REAL).add(squares.get(IMAGINARY));
    }
}
