package org.dapple.eval.result;

import java.util.List;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.StudentInterval;

/**
 * One point of a few-shot curve.
 *
 * @param shots training clips for each class; {@link org.dapple.eval.scoring.FewShot#ALL} for all
 * @param clipsPerClass mean number of training clips for a class; below the shots if classes have fewer clips
 * @param draws the score of each draw of clips, 0 to 1
 */
public record ShotScore(int shots, double clipsPerClass, List<Double> draws) {

    /** Copies the list. */
    public ShotScore {
        draws = List.copyOf(draws);
    }

    /** {@return the mean over the draws with its interval; without one for a single draw} */
    public Interval score() {
        return StudentInterval.of(
                draws.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
