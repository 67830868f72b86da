package org.dapple.train.finetune;

/** Follows a fine-tuning. All methods are called on the training thread and should return at once. */
public interface FineTuningListener {

    /**
     * A step is done.
     *
     * @param done steps of the fold so far
     * @param total steps of the fold
     */
    default void stepped(long done, long total) {}

    /**
     * An epoch is done.
     *
     * @param epoch its loss and score
     * @param best number of the best epoch so far
     */
    default void finished(FineTuned.Epoch epoch, int best) {}

    /** {@return whether the fine-tuning should be given up} */
    default boolean stopRequested() {
        return false;
    }
}
