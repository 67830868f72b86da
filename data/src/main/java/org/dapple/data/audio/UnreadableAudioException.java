package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;

/** The content of a file is not usable sound. The message reads {@code <file name>: <reason>}. */
public class UnreadableAudioException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Refuses a file.
     *
     * @param file the file
     * @param reason one sentence: what is wrong and, if possible, what to do
     */
    public UnreadableAudioException(Path file, String reason) {
        super(file.getFileName() + ": " + reason);
        this.reason = reason;
    }

    /**
     * Refuses a file because of another exception.
     *
     * @param file the file
     * @param reason one sentence, as above
     * @param cause exception of the decoding library
     */
    public UnreadableAudioException(Path file, String reason, Throwable cause) {
        this(file, reason);
        initCause(cause);
    }

    /** {@return the reason, without the file's name} */
    public final String reason() {
        return reason;
    }
}
