package org.dapple.data.reading;

import java.io.IOException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;

/** Receives clips in blocks, in the order of the list that is read, on the thread that reads it. */
public interface BlockHandler {

    /**
     * The next samples of a clip, or what the reader's work has made of them.
     *
     * @param clip the manifest's row
     * @param samples holds them from its beginning; to be used before returning
     * @param count how many
     * @param last whether the clip ends with them
     * @throws IOException ends the reading
     */
    void block(Clip clip, float[] samples, int count, boolean last) throws IOException;

    /**
     * All blocks of a clip were given.
     *
     * @param clip the manifest's row
     * @param contentHash fingerprint of its sound
     * @throws IOException ends the reading
     */
    void end(Clip clip, String contentHash) throws IOException;

    /**
     * A clip that could not be read to its end; blocks of it may have been given.
     *
     * @param skipped the row's name and the reason
     * @throws IOException ends the reading
     */
    void skipped(SkippedClip skipped) throws IOException;
}
