package org.dapple.train.finetune;

/** Which part of the clips decides which epoch's weights are kept. */
public enum Select {
    /** The validation part: the test part is looked at once, at the end. */
    VALID,
    /**
     * The test part, as the reference does for sets without a validation part: the score is then that of the best test
     * epoch, which flatters.
     */
    TEST
}
