package org.dapple.train.record;

/** Training cannot go on; the message says at which step and what to do. */
public final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Ends a run.
     *
     * @param message what, where and what to do, in one sentence
     */
    public TrainingFailedException(String message) {
        super(message);
    }
}
