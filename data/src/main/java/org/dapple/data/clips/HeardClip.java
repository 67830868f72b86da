package org.dapple.data.clips;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clip that weights were trained on.
 *
 * @param filename as the run's manifest wrote it
 * @param frames its length
 * @param contentHash fingerprint of its sound; {@link #isOfSound} tells whether it is one
 * @param source the recording, speaker or instrument that it comes from; null if that is not known
 * @param corpus in which its source has this name ({@link CorpusName}); empty where an older version listed it
 * @param inherited whether it was not the run itself that heard it, but training that the run began with
 */
public record HeardClip(
        String filename,
        int frames,
        String contentHash,
        @Nullable String source,
        String corpus,
        boolean inherited) {

    /**
     * The clips of one corpus.
     *
     * @param clips all that are trained on
     * @return the same
     */
    public static List<HeardClip> of(List<StoredClip> clips) {
        String corpus = CorpusName.of(clips.stream().map(StoredClip::clip).toList());
        return clips.stream()
                .map(stored -> new HeardClip(
                        stored.clip().filename(),
                        stored.frames(),
                        stored.contentHash(),
                        stored.clip().source(),
                        corpus,
                        false))
                .toList();
    }

    /** {@return the same clip, heard by training that another begins with} */
    HeardClip passedOn() {
        return inherited ? this : new HeardClip(filename, frames, contentHash, source, corpus, true);
    }

    /** {@return false if the clip was given as a log-mel only: whether some other clip is it, nobody can tell} */
    public boolean isOfSound() {
        return !contentHash.startsWith(HeardClips.NOT_OF_SOUND);
    }
}
