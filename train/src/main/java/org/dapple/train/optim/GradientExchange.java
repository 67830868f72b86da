package org.dapple.train.optim;

import ai.djl.ndarray.NDList;

/**
 * How replicas of a model that train on different clips agree: each adds the gradients of its own clips, then all go on
 * with the average. With equally many clips in each replica that is the gradient of all clips at once, for losses that
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

    /** {@return the exchange of a replica that is alone: its gradients are the average} */
    static GradientExchange alone() {
        return gradients -> {};
    }
}
