package org.dapple.core.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.dapple.core.settings.ConfigurationException;

/**
 * Sets one range of bands and one range of frames of each clip to zero, the mean of normalised spectrograms. Widths are
 * uniform from 0 to below a limit; positions are uniform. Source: Park et al., "SpecAugment" (Interspeech 2019),
 * without warping.
 *
 * @param bands limit of the width in bands; 0 for none
 * @param frames limit of the width in frames; 0 for none
 */
public record SpecAugment(int bands, int frames) {
    /** Refuses negative limits. */
    public SpecAugment {
        ConfigurationException.require(bands >= 0, "spec_augment.bands", "be at least 0", bands);
        ConfigurationException.require(frames >= 0, "spec_augment.frames", "be at least 0", frames);
    }

    /**
     * Masks a batch.
     *
     * @param spectrograms normalised, [B, 1, bands, frames]
     * @param random the generator of this batch
     * @return the masked spectrograms, the same shape, on the same manager
     */
    public NDArray apply(NDArray spectrograms, SplittableRandom random) {
        Shape shape = spectrograms.getShape();
        NDManager outer = spectrograms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(spectrograms);
            NDArray rows =
                    kept(scope, shape.get(0), shape.get(2), bands, random).reshape(-1, 1, shape.get(2), 1);
            NDArray columns =
                    kept(scope, shape.get(0), shape.get(3), frames, random).reshape(-1, 1, 1, shape.get(3));
            NDArray masked = spectrograms.mul(rows).mul(columns);
            masked.attach(outer);
            return masked;
        }
    }

    /** float32 [B, length]: 0 where a position of the axis is hidden, else 1. */
    private static NDArray kept(NDManager scope, long batch, long length, int limit, SplittableRandom random) {
        float[] starts = new float[(int) batch];
        float[] ends = new float[(int) batch];
        for (int i = 0; i < batch; i++) {
            int width = limit == 0 ? 0 : (int) Math.min(random.nextInt(limit), length - 1);
            starts[i] = random.nextInt((int) length - width);
            ends[i] = starts[i] + width;
        }
        NDArray position = scope.arange(0, (int) length, 1, DataType.FLOAT32).expandDims(0);
        NDArray before = position.lt(scope.create(starts).expandDims(1));
        NDArray behind = position.gte(scope.create(ends).expandDims(1));
        return before.logicalOr(behind).toType(DataType.FLOAT32, false);
    }
}
