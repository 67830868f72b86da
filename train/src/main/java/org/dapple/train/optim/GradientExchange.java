package org.dapple.train.optim;

import ai.djl.ndarray.NDList;

/**
 * Combines the gradients of replicas that train on different clips: each adds the gradients of its own clips, then all
 * use the average. With equally many clips in each replica that is the gradient of all clips at once, for losses that
 * are means over patches.
 */
@FunctionalInterface
public interface GradientExchange {

    /**
     * Replaces gradients by their average over all replicas.
     *
     * @param gradients of this replica, in the same order in all of them; changed in place
     */
    void average(NDList gradients);

    /** {@return the exchange of a single replica, whose gradients are the average} */
    static GradientExchange alone() {
        return gradients -> {};
    }
}
