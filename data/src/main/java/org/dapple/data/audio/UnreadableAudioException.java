package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;

/** A file whose content is no usable sound. The message reads {@code <file name>: <reason>}. */
public class UnreadableAudioException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Refuses a file.
     *
     * @param file the file
     * @param reason one sentence: what is wrong, and what to do where something can be done
     */
    public UnreadableAudioException(Path file, String reason) {
        super(file.getFileName() + ": " + reason);
        this.reason = reason;
    }

    /**
     * Refuses a file for a reason that has a cause.
     *
     * @param file the file
     * @param reason one sentence, as above
     * @param cause what the decoding library said
     */
    public UnreadableAudioException(Path file, String reason, Throwable cause) {
        this(file, reason);
        initCause(cause);
    }

    /** {@return why, without the file's name} */
    public final String reason() {
        return reason;
    }
}
