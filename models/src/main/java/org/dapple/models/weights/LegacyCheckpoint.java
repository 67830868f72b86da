package org.dapple.models.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Recognises checkpoints from PyTorch before version 1.6: a bare pickle that starts with a magic number, or a tar
 * archive.
 */
final class LegacyCheckpoint {
    /** Number of bytes needed to recognise one. */
    static final int LENGTH = 262;

    private static final byte[] PICKLE = {(byte) 0x80, 2, (byte) 0x8a, 10};
    private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);

    private LegacyCheckpoint() {}

    /** Whether the first bytes are those of such a checkpoint. */
    static boolean begins(byte[] first) {
        return holds(first, 0, PICKLE) || holds(first, LENGTH - TAR.length, TAR);
    }

    private static boolean holds(byte[] bytes, int at, byte[] expected) {
        return bytes.length >= at + expected.length
                && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
    }
}
