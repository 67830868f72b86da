package org.dapple.models.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Recognises what PyTorch wrote before version 1.6: a bare pickle that starts with a magic number, or a tar archive.
 */
final class LegacyCheckpoint {
    /** Bytes that tell it. */
    static final int LENGTH = 262;

    private static final byte[] PICKLE = {(byte) 0x80, 2, (byte) 0x8a, 10};
    private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);

    private LegacyCheckpoint() {}

    /** Whether a file begins so. */
    static boolean begins(byte[] first) {
        return holds(first, 0, PICKLE) || holds(first, LENGTH - TAR.length, TAR);
    }

    private static boolean holds(byte[] bytes, int at, byte[] expected) {
        return bytes.length >= at + expected.length
                && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
    }
}
