package org.dapple.data.clips;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clip that weights were trained on.
 *
 * @param filename the name in the run's manifest
 * @param frames its length in frames
 * @param contentHash fingerprint of its sound, if {@link #isOfSound}
 * @param source its recording, speaker or instrument; null if unknown
 * @param corpus the data set of the source ({@link CorpusName}); empty in lists of older versions
 * @param inherited true if it was heard before the run, by the weights that the run began with
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
     * @param clips all clips of the training
     * @return the same clips
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

    /** {@return the same clip, marked as inherited} */
    HeardClip passedOn() {
        return inherited ? this : new HeardClip(filename, frames, contentHash, source, corpus, true);
    }

    /** {@return false if the clip was given as a log-mel only, so that its sound cannot be recognised} */
    public boolean isOfSound() {
        return !contentHash.startsWith(HeardClips.NOT_OF_SOUND);
    }
}
