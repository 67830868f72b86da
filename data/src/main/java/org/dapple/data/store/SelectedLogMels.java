package org.dapple.data.store;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;

/** A selection of clips of other log-mels. */
final class SelectedLogMels implements LogMels {
    private final LogMels all;
    private final List<StoredClip> clips;

    SelectedLogMels(LogMels all, List<Clip> chosen) {
        this.all = all;
        Set<Clip> wanted = new HashSet<>(chosen);
        this.clips = all.clips().stream()
                .filter(stored -> wanted.contains(stored.clip()))
                .toList();
    }

    @Override
    public FrontEnd frontEnd() {
        return all.frontEnd();
    }

    @Override
    public List<StoredClip> clips() {
        return clips;
    }

    @Override
    public List<SkippedClip> skipped() throws IOException {
        return all.skipped();
    }

    @Override
    public void read(StoredClip clip, int firstFrame, int frames, FloatBuffer into) throws IOException {
        all.read(clip, firstFrame, frames, into);
    }

    @Override
    public String layout() {
        return all.layout();
    }

    @Override
    public int readers() {
        return all.readers();
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
