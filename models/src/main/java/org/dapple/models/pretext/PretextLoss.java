package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;

/**
 * What a pretext task measured on one batch.
 *
 * @param total the scalar to minimise, still attached to its gradient graph
 */
public record PretextLoss(NDArray total) {}
