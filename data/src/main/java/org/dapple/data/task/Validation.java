package org.dapple.data.task;

/** How to get a validation part if a set has none. */
public enum Validation {
    /** Draw a tenth of every class from the training part. */
    STRATIFIED,
    /** Draw a tenth of all training clips together, again until every class occurs. */
    DRAWN,
    /** No validation part: use all clips for training. */
    NONE
}
