package org.dapple.data.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;

/** Log-mels of many clips with random access, from which training draws crops. */
public interface LogMels extends Closeable {

    /** {@return the front end that computed them} */
    FrontEnd frontEnd();

    /** {@return the clips, always in the same order} */
    List<StoredClip> clips();

    /**
     * The clips that could not be used.
     *
     * @return the clips with reasons
     * @throws IOException if the list cannot be read
     */
    List<SkippedClip> skipped() throws IOException;

    /**
     * Reads consecutive frames.
     *
     * @param clip one of {@link #clips}
     * @param firstFrame index of the first frame
     * @param frames number of frames
     * @param into receives row-major [frames, bands] at its position
     * @throws IOException if they cannot be read
     * @throws IllegalArgumentException if the clip does not have these frames
     */
    void read(StoredClip clip, int firstFrame, int frames, FloatBuffer into) throws IOException;

    /**
     * The settings that affect the values. They must be the same when a run is resumed.
     *
     * @return settings as a line of JSON; empty if the run's own settings suffice
     */
    default String layout() {
        return "";
    }

    /** {@return the number of threads that should read ahead for training} */
    default int readers() {
        return 1;
    }

    @Override
    void close() throws IOException;

    /**
     * Refuses frames that a clip does not have.
     *
     * @param clip one of {@link #clips}
     * @param firstFrame index of the first frame
     * @param frames number of frames
     * @throws IllegalArgumentException if the clip does not have these frames
     */
    static void requireInside(StoredClip clip, int firstFrame, int frames) {
        if (firstFrame < 0 || frames < 0 || firstFrame + frames > clip.frames()) {
            throw new IllegalArgumentException("frames " + firstFrame + " to " + (firstFrame + frames) + " of "
                    + clip.frames() + " in " + clip.clip().filename());
        }
    }
}
