package org.dapple.train.record;

/** Training cannot continue; the message says at which step, and what to do. */
public final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes the failure.
     *
     * @param message what failed, where, and what to do, in one sentence
     */
    public TrainingFailedException(String message) {
        super(message);
    }
}
