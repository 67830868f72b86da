package org.dapple.data;

import java.io.IOException;
import org.dapple.core.Waveform;

/** Receives clips one by one, in the order of the list that is read, on the thread that reads it. */
public interface ClipHandler {

    /**
     * A clip that could be read.
     *
     * @param clip the manifest's row
     * @param waveform its sound at the reader's rate
     * @throws IOException ends the reading
     */
    void read(Clip clip, Waveform waveform) throws IOException;

    /**
     * A clip that could not.
     *
     * @param skipped the row's name and the reason
     */
    void skipped(SkippedClip skipped);
}
