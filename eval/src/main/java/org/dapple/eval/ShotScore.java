package org.dapple.eval;

import org.dapple.eval.statistics.Interval;

/**
 * A point of a few-shot curve.
 *
 * @param shots training clips of each class; {@link FewShot#ALL} for all
 * @param score mean over the draws, 0 to 1; of a single draw the interval is unbounded
 */
public record ShotScore(int shots, Interval score) {}
