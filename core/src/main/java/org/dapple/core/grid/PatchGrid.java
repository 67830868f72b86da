package org.dapple.core.grid;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.settings.ConfigurationException;

/**
 * How a spectrogram is cut into patches. Only this class knows the order of patches: frequency-major, index = f · T +
 * t, where f = 0 is the lowest mel band and t = 0 the first frames.
 *
 * @param freqPatches F, patch rows
 * @param timePatches T, patch columns
 * @param patchHeight mel bands in a patch
 * @param patchWidth frames in a patch
 */
public record PatchGrid(int freqPatches, int timePatches, int patchHeight, int patchWidth) {

    /** Refuses numbers that are not positive. */
    public PatchGrid {
        ConfigurationException.require(freqPatches > 0, "freq_patches", "be positive", freqPatches);
        ConfigurationException.require(timePatches > 0, "time_patches", "be positive", timePatches);
        ConfigurationException.require(patchHeight > 0, "patch_height", "be positive", patchHeight);
        ConfigurationException.require(patchWidth > 0, "patch_width", "be positive", patchWidth);
    }

    /**
     * The grid of a spectrogram whose sides are multiples of the patch sides.
     *
     * @param bands mel bands of the spectrogram
     * @param frames frames of the spectrogram
     * @param patchHeight mel bands in a patch
     * @param patchWidth frames in a patch
     * @return the grid
     * @throws ConfigurationException if a side is not a multiple
     */
    public static PatchGrid of(int bands, int frames, int patchHeight, int patchWidth) {
        ConfigurationException.require(
                patchHeight > 0 && bands % patchHeight == 0, "patchHeight", "divide " + bands + " bands", patchHeight);
        ConfigurationException.require(
                patchWidth > 0 && frames % patchWidth == 0, "patchWidth", "divide " + frames + " frames", patchWidth);
        return new PatchGrid(bands / patchHeight, frames / patchWidth, patchHeight, patchWidth);
    }

    /** {@return L, the number of patches} */
    public int count() {
        return freqPatches * timePatches;
    }

    /** {@return the mel bands that the grid covers} */
    public int bands() {
        return freqPatches * patchHeight;
    }

    /** {@return the frames that the grid covers} */
    public int frames() {
        return timePatches * patchWidth;
    }

    /** {@return the number of spectrogram values in a patch} */
    public int patchSize() {
        return patchHeight * patchWidth;
    }

    /**
     * The index of a patch.
     *
     * @param f patch row, 0 = lowest
     * @param t patch column, 0 = first
     * @return f · T + t
     */
    public int index(int f, int t) {
        return f * timePatches + t;
    }

    /**
     * The patch row of an index.
     *
     * @param index patch index
     * @return f
     */
    public int row(int index) {
        return index / timePatches;
    }

    /**
     * The patch column of an index.
     *
     * @param index patch index
     * @return t
     */
    public int column(int index) {
        return index % timePatches;
    }

    /**
     * The same rows and patch size with another number of columns.
     *
     * @param columns T of the result
     * @return the grid
     */
    public PatchGrid withTimePatches(int columns) {
        return new PatchGrid(freqPatches, columns, patchHeight, patchWidth);
    }

    /**
     * Cuts spectrograms into patch vectors, each in (band, frame) order.
     *
     * @param spectrograms [B, 1, F · patchHeight, T · patchWidth]
     * @return patches, [B, L, patchHeight · patchWidth], on the input's manager
     * @throws IllegalArgumentException if the spectrograms do not have this grid's size
     */
    public NDArray patchify(NDArray spectrograms) {
        Shape shape = spectrograms.getShape();
        if (shape.dimension() != 4 || shape.get(1) != 1 || shape.get(2) != bands() || shape.get(3) != frames()) {
            throw new IllegalArgumentException(
                    "spectrograms must be [B, 1, " + bands() + ", " + frames() + "] for this grid; they are " + shape);
        }
        return spectrograms
                .reshape(shape.get(0), freqPatches, patchHeight, timePatches, patchWidth)
                .transpose(0, 1, 3, 2, 4)
                .reshape(shape.get(0), count(), patchSize());
    }
}
