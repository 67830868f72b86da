package org.dapple.train.optim;

import org.dapple.core.settings.ConfigurationException;

/**
 * Learning rate: linear from 0 to the peak, then half a cosine down to the floor. Positions are steps or (fractional)
 * epochs, the same for all of them. Source: MAE, M2D; the first step has rate 0.
 *
 * @param peak highest rate
 * @param floor rate at the end
 * @param warmup position of the peak; 0 for no warm-up
 * @param total position of the floor
 */
public record CosineSchedule(double peak, double floor, double warmup, double total) {

    /** Checks the order of the positions. */
    public CosineSchedule {
        ConfigurationException.require(peak > 0, "peak", "be positive", peak);
        ConfigurationException.require(floor >= 0 && floor <= peak, "floor", "be between 0 and the peak", floor);
        ConfigurationException.require(
                warmup >= 0 && warmup <= total, "warmup", "be between 0 and the total of " + total, warmup);
    }

    /**
     * The rate at a position.
     *
     * @param position 0 to total
     * @return the rate
     */
    public double at(double position) {
        if (position < warmup) {
            return peak * position / warmup;
        }
        double share = total == warmup ? 1 : (position - warmup) / (total - warmup);
        return floor + (peak - floor) * 0.5 * (1 + Math.cos(Math.PI * share));
    }
}
