package org.dapple.data.task;

/** What is done for a validation part where a set names none. */
public enum Validation {
    /** A tenth of every class is taken from the training part. */
    STRATIFIED,
    /** A tenth of all training clips together is drawn, again and again until every class occurs. */
    DRAWN,
    /** No part is needed: all training clips are learned from. */
    NONE
}
