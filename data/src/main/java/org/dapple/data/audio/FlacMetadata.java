package org.dapple.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Checks the metadata blocks of a FLAC file. FFmpeg would allocate the lengths that they claim, up to 16 MiB each.
 * Source: RFC 9639, section 8.1.
 */
final class FlacMetadata {
    /** Length of {@code fLaC}. */
    static final int MARKER = 4;

    private static final int LAST = 0x80;
    private static final int LENGTH = 0xFFFFFF;

    private FlacMetadata() {}

    /**
     * Refuses a file whose blocks claim more bytes than it has.
     *
     * @param bytes the file, with {@code fLaC} at the position
     * @param position the position after an ID3 tag, or 0
     * @param file the file, for errors
     * @throws UnreadableAudioException if a block is longer than the file
     */
    static void requireInside(FileBytes bytes, int position, Path file) throws IOException {
        long size = bytes.size();
        long at = position + (long) MARKER;
        boolean last = false;
        while (!last) {
            byte[] block = bytes.at(at, Integer.BYTES);
            if (block.length < Integer.BYTES) {
                throw new UnreadableAudioException(file, "it ends in its metadata; the file is damaged or truncated");
            }
            int header = ByteBuffer.wrap(block).getInt();
            last = (header >>> 24 & LAST) != 0;
            int length = header & LENGTH;
            at += Integer.BYTES + (long) length;
            if (at > size) {
                throw new UnreadableAudioException(
                        file,
                        "a block of its metadata claims " + length
                                + " bytes, more than the file has; the file is damaged or truncated");
            }
        }
    }
}
