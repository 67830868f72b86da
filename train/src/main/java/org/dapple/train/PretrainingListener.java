package org.dapple.train;

import java.util.List;
import org.dapple.data.clips.SkippedClip;
import org.dapple.train.record.Throughput;

/** Follows a pre-training run. All methods are called on the training thread and should return at once. */
public interface PretrainingListener {

    /**
     * Clips are being decoded and turned into log-mels.
     *
     * @param done clips so far
     * @param total clips in all
     */
    default void preparing(int done, int total) {}

    /**
     * All clips were read.
     *
     * @param used clips to train on
     * @param skipped clips that could not be used
     */
    default void prepared(int used, List<SkippedClip> skipped) {}

    /**
     * Training begins or continues: the first step comes next.
     *
     * @param done steps that were done before
     * @param total steps of the run
     * @param clipsPerStep clips in a step, all batches together
     */
    default void begins(long done, long total, int clipsPerStep) {}

    /**
     * Some steps were done since the last call.
     *
     * @param done steps so far
     * @param total steps of the run
     * @param clipsPerStep clips in a step, all batches together
     * @param loss of the last step
     * @param speed of the steps since the last call
     */
    default void trained(long done, long total, int clipsPerStep, double loss, Throughput speed) {}

    /**
     * Something needs attention, but training continues.
     *
     * @param sentence what it is, and what is done about it
     */
    default void warned(String sentence) {}

    /** {@return whether the run should save its state and end} */
    default boolean stopRequested() {
        return false;
    }
}
