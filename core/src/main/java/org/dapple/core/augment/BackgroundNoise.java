package org.dapple.core.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.dapple.core.ops.Elementary;
import org.dapple.core.settings.ConfigurationException;

/**
 * Adds the sound of another clip: powers add, not logarithms, ln((1 − r) · eᵃ + r · eᵇ). Source: Niizumi et al., M2D
 * for X (TASLP 2024), mixing of background noise.
 *
 * @param ratio r, the noise's share of the power
 * @param floor lower bound of every value: the front end's value of silence
 */
public record BackgroundNoise(double ratio, float floor) {
    /** Refuses a ratio outside [0, 1). */
    public BackgroundNoise {
        ConfigurationException.require(ratio >= 0 && ratio < 1, "noise_ratio", "be at least 0 and below 1", ratio);
    }

    /**
     * Mixes noise into clips.
     *
     * @param logMels not normalised, [B, 1, bands, frames]
     * @param noise log-mels of the noise, the same shape
     * @return the mixture, the same shape, on the manager of the log-mels
     */
    public NDArray apply(NDArray logMels, NDArray noise) {
        NDManager outer = logMels.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(logMels, noise);
            // The larger exponent is taken out, so that loud sound does not overflow.
            NDArray largest = logMels.maximum(noise);
            NDArray sound = Elementary.exp(logMels.sub(largest)).mul(1 - ratio);
            NDArray background = Elementary.exp(noise.sub(largest)).mul(ratio);
            NDArray mixed = Elementary.log(sound.add(background)).add(largest).maximum(floor);
            mixed.attach(outer);
            return mixed;
        }
    }
}
