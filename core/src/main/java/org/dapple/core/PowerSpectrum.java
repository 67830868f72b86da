package org.dapple.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/** The squared magnitude of complex numbers. */
final class PowerSpectrum {
    private PowerSpectrum() {}

    /**
     * Squares and adds both parts. A sum over an axis of two would take as long as the Fourier transform.
     *
     * @param spectrum complex, any shape
     * @return real, the same shape, on the spectrum's manager
     */
    static NDArray of(NDArray spectrum) {
        NDArray parts = spectrum.real(); // [.., 2]: the real and the imaginary part
        NDArray squares = parts.mul(parts);
        return squares.get(new NDIndex("..., 0")).add(squares.get(new NDIndex("..., 1")));
    }
}
