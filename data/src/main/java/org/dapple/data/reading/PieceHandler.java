package org.dapple.data.reading;

import java.io.IOException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;

/** Receives clips in pieces, in the order of the list, on the thread that reads it. */
public interface PieceHandler {

    /**
     * Receives the next samples of a clip, or the values that the reader's work computed from them.
     *
     * @param clip the manifest's row
     * @param samples the samples, from index 0; valid until the method returns
     * @param count number of samples
     * @param last whether the clip ends with this piece
     * @throws IOException to end the reading
     */
    void piece(Clip clip, float[] samples, int count, boolean last) throws IOException;

    /**
     * Called after the last piece of a clip.
     *
     * @param clip the manifest's row
     * @param contentHash fingerprint of its sound
     * @throws IOException to end the reading
     */
    void end(Clip clip, String contentHash) throws IOException;

    /**
     * Called for a clip that could not be read to its end; pieces of it may have been handed over.
     *
     * @param skipped the row's name and the reason
     * @throws IOException to end the reading
     */
    void skipped(SkippedClip skipped) throws IOException;
}
