package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;

/**
 * The loss of a pretext task on one batch.
 *
 * @param total the scalar to minimise, still attached to its gradient graph
 */
public record PretextLoss(NDArray total) {}
