package org.dapple.eval.result;

import java.util.List;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.StudentInterval;

/**
 * A point of a few-shot curve.
 *
 * @param shots training clips of each class; {@link org.dapple.eval.scoring.FewShot#ALL} for all
 * @param clipsPerClass that were learned from, on average: fewer than the shots where a class has no more
 * @param draws the score of each draw of clips, 0 to 1
 */
public record ShotScore(int shots, double clipsPerClass, List<Double> draws) {

    /** Copies the list. */
    public ShotScore {
        draws = List.copyOf(draws);
    }

    /** {@return the mean over the draws with its interval, or without one for a single draw} */
    public Interval score() {
        return StudentInterval.of(
                draws.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
