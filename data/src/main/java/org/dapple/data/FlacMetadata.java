package org.dapple.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The blocks before the sound of a FLAC file, each with its length. FFmpeg would make room for whatever they claim, up
 * to 16 MiB each, so they are checked before. Source: RFC 9639, section 8.1.
 */
final class FlacMetadata {
    private static final int MARKER = 4;
    private static final int LAST = 0x80;
    private static final int LENGTH = 0xFFFFFF;

    private FlacMetadata() {}

    /**
     * Refuses a file whose blocks claim more than it has.
     *
     * @param file begins with {@code fLaC} at the position
     * @param position after an ID3 tag, else 0
     * @throws UnreadableAudioException if a block does
     */
    static void requireInside(Path file, int position) throws IOException {
        long size = Files.size(file);
        long at = position + (long) MARKER;
        try (InputStream bytes = Files.newInputStream(file);
                DataInputStream blocks = new DataInputStream(bytes)) {
            blocks.skipNBytes(at);
            boolean last = false;
            while (!last) {
                int header = blocks.readInt();
                last = (header >>> 24 & LAST) != 0;
                int length = header & LENGTH;
                at += Integer.BYTES + (long) length;
                if (at > size) {
                    throw new UnreadableAudioException(
                            file,
                            "a block of its metadata claims " + length
                                    + " bytes, more than the file has; the file is damaged or cut off");
                }
                blocks.skipNBytes(length);
            }
        } catch (EOFException e) {
            throw new UnreadableAudioException(file, "it ends in its metadata; the file is damaged or cut off", e);
        }
    }
}
