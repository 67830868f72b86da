package org.dapple.train.finetune;

/** The part of the clips that decides which epoch's weights are kept. */
public enum Select {
    /** The validation part: the test part is scored once, at the end. */
    VALID,
    /**
     * The test part, as in the reference for sets without a validation part. The score is then that of the best test
     * epoch, which is too optimistic.
     */
    TEST
}
