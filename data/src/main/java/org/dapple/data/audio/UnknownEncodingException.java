package org.dapple.data.audio;

import java.nio.file.Path;

/**
 * The decoder knows the container, but not how the samples in it are encoded; {@link AudioDecoders} then asks the next
 * decoder that reads the file.
 */
public final class UnknownEncodingException extends UnreadableAudioException {
    private static final long serialVersionUID = 1L;

    /**
     * Passes a file on.
     *
     * @param file the file
     * @param reason one sentence that names the encoding, shown if no other decoder reads it
     */
    public UnknownEncodingException(Path file, String reason) {
        super(file, reason);
    }
}
