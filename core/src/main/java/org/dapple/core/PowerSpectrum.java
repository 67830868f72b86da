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
        NDArray squares = spectrum.real().square(); // [.., 2]: of the real and of the imaginary part
        return squares.get(new NDIndex("..., 0")).add(squares.get(new NDIndex("..., 1")));
    }
}
