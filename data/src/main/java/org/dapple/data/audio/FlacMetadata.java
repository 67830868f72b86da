package org.dapple.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The blocks before the sound of a FLAC file, each with its length. FFmpeg would make room for whatever they claim, up
 * to 16 MiB each, so they are checked before. Source: RFC 9639, section 8.1.
 */
final class FlacMetadata {
    /** Bytes of {@code fLaC}. */
    static final int MARKER = 4;

    private static final int LAST = 0x80;
    private static final int LENGTH = 0xFFFFFF;

    private FlacMetadata() {}

    /**
     * Refuses a file whose blocks claim more than it has.
     *
     * @param bytes of the file; they have {@code fLaC} at the position
     * @param position after an ID3 tag, else 0
     * @param file to be named
     * @throws UnreadableAudioException if a block does
     */
    static void requireInside(FileBytes bytes, int position, Path file) throws IOException {
        long size = bytes.size();
        long at = position + (long) MARKER;
        boolean last = false;
        while (!last) {
            byte[] block = bytes.at(at, Integer.BYTES);
            if (block.length < Integer.BYTES) {
                throw new UnreadableAudioException(file, "it ends in its metadata; the file is damaged or cut off");
            }
            int header = ByteBuffer.wrap(block).getInt();
            last = (header >>> 24 & LAST) != 0;
            int length = header & LENGTH;
            at += Integer.BYTES + (long) length;
            if (at > size) {
                throw new UnreadableAudioException(
                        file,
                        "a block of its metadata claims " + length
                                + " bytes, more than the file has; the file is damaged or cut off");
            }
        }
    }
}
