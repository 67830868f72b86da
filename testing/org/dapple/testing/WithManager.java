package org.dapple.testing;

import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test class with an {@link NDManager} of its own for each test. */
public abstract class WithManager {
    /** Closed after each test. */
    protected NDManager manager = NDManager.newBaseManager();

    /** Opens a fresh manager. */
    @BeforeEach
    protected void openManager() {
        manager.close();
        manager = NDManager.newBaseManager();
    }

    /** Frees everything the test made. */
    @AfterEach
    protected void closeManager() {
        manager.close();
    }
}
