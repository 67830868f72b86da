package org.dapple.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the test data that lies beside the checkout; a test that needs it is skipped, visibly, where there is none. */
public final class SharedData {
    private static final Path ROOT = Path.of(System.getProperty("dapple.shared", "../../shared"));

    private SharedData() {}

    /**
     * A file or folder of the shared data.
     *
     * @param path relative to the shared folder, for example {@code golden/logmel.npz}
     * @return the path; the calling test is aborted as skipped if the whole shared folder is absent, and fails later if
     *     only this file is
     */
    public static Path path(String path) {
        assumeTrue(
                Files.isDirectory(ROOT),
                "skipped: the shared test data is not beside the checkout (" + ROOT.normalize() + ")");
        return ROOT.resolve(path);
    }
}
