package org.dapple.core.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.dapple.core.settings.ConfigurationException;

/**
 * Shifts and stretches time and frequency: crops a rectangle of random size from a canvas, zero except for the
 * spectrogram in its middle, and resizes it to the spectrogram's size. Bicubic interpolation with aligned corners.
 * Source: Niizumi et al., "BYOL for Audio" (IJCNN 2021; TASLP 2023).
 *
 * @param canvasBands height of the canvas, relative to the spectrogram; at least 1
 * @param canvasFrames width of the canvas, relative to the spectrogram; at least 1
 * @param smallest smallest size of the rectangle on either axis, relative to the spectrogram
 * @param largest largest size, limited by the canvas
 */
public record RandomResizeCrop(double canvasBands, double canvasFrames, double smallest, double largest) {
    /** Refuses a canvas outside 1 to 8 and sizes out of order. */
    public RandomResizeCrop {
        String key = "random_resize_crop";
        ConfigurationException.require(
                canvasBands >= 1 && canvasBands <= 8, key + ".canvas_bands", "lie between 1 and 8", canvasBands);
        ConfigurationException.require(
                canvasFrames >= 1 && canvasFrames <= 8, key + ".canvas_frames", "lie between 1 and 8", canvasFrames);
        ConfigurationException.require(smallest > 0, key + ".smallest", "be positive", smallest);
        ConfigurationException.require(largest >= smallest, key + ".largest", "be at least smallest", largest);
    }

    /** {@return as published: a canvas of 1.0 × 1.5, sizes from 0.6 to 1.5} */
    public static RandomResizeCrop standard() {
        return new RandomResizeCrop(1.0, 1.5, 0.6, 1.5);
    }

    /**
     * Crops and resizes each clip of a batch independently.
     *
     * @param spectrograms normalised, [B, 1, bands, frames]
     * @param random the generator of this batch
     * @return the same shape, on the same manager
     */
    public NDArray apply(NDArray spectrograms, SplittableRandom random) {
        Shape shape = spectrograms.getShape();
        int batch = Math.toIntExact(shape.get(0));
        ResizedAxis bands = ResizedAxis.of(batch, (int) shape.get(2), canvasBands, smallest, largest, random);
        ResizedAxis frames = ResizedAxis.of(batch, (int) shape.get(3), canvasFrames, smallest, largest, random);
        NDManager outer = spectrograms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(spectrograms);
            NDArray images = spectrograms.squeeze(1);
            NDArray stretched = frames.apply(images);
            NDArray result =
                    bands.apply(stretched.transpose(0, 2, 1)).transpose(0, 2, 1).expandDims(1);
            result.attach(outer);
            return result;
        }
    }
}
