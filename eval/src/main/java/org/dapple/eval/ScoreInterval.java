package org.dapple.eval;

import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * An accuracy with its uncertainty.
 *
 * @param mean share of correct clips, 0 to 1
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record ScoreInterval(double mean, double low, double high) {

    /**
     * The 95 % interval of Wilson for independent clips: what other test clips of the same kind would give. It does not
     * cover the choice of training clips or of pre-training seed.
     *
     * @param correct clips that were predicted right
     * @param clips all test clips
     * @return share and interval
     */
    public static ScoreInterval ofCounts(int correct, int clips) {
        ConfidenceInterval interval = new WilsonScoreInterval().createInterval(clips, correct, 0.95);
        return new ScoreInterval(
                (double) correct / clips, Math.max(0, interval.getLowerBound()), Math.min(1, interval.getUpperBound()));
    }
}
