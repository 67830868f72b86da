package org.dapple.data.audio;

import java.nio.file.Path;

/**
 * The decoder knows the container but not the encoding of its samples; {@link AudioDecoders} then tries the next
 * decoder.
 */
public final class UnknownEncodingException extends UnreadableAudioException {
    private static final long serialVersionUID = 1L;

    /**
     * Passes a file on to the next decoder.
     *
     * @param file the file
     * @param reason one sentence that names the encoding, shown if no other decoder reads it
     */
    public UnknownEncodingException(Path file, String reason) {
        super(file, reason);
    }
}
