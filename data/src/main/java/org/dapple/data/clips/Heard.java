package org.dapple.data.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dapple.core.files.Json;
import org.dapple.core.run.HeardList;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * What weights have heard, their own training and all training before it that they began with.
 *
 * @param clips all that are known
 * @param complete false if there may be others: weights from elsewhere bring no list
 */
public record Heard(List<HeardClip> clips, boolean complete) {

    /** Copies the list. */
    public Heard {
        clips = List.copyOf(clips);
    }

    /** {@return what random weights have heard} */
    public static Heard nothing() {
        return new Heard(List.of(), true);
    }

    /** {@return what weights have heard of which nobody knows it} */
    public static Heard notKnown() {
        return new Heard(List.of(), false);
    }

    /**
     * Reads what the encoder of a run has heard. Of runs that an older version began, the clips are known, but not
     * whether they are all.
     *
     * @param run has begun
     * @return what it has heard
     * @throws IOException if its list is missing, was changed or cut, or cannot be read
     */
    public static Heard of(RunDirectory run) throws IOException {
        try {
            Optional<HeardList> list = HeardList.in(new Settings(Json.read(run.description())), run.root());
            if (list.isEmpty()) {
                return new Heard(Files.exists(run.clips()) ? HeardClips.list(run.clips()) : List.of(), false);
            }
            return read(list.get());
        } catch (ConfigurationException e) {
            throw new IOException(run.description() + " is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Reads what weights have heard.
     *
     * @param list as it travels with them; empty if there is none
     * @return what they have heard; {@link #notKnown} without a list
     * @throws IOException if the list was changed or cut, or cannot be read
     */
    public static Heard of(Optional<HeardList> list) throws IOException {
        return list.isPresent() ? read(list.get()) : notKnown();
    }

    private static Heard read(HeardList list) throws IOException {
        list.requireSound();
        List<HeardClip> clips = HeardClips.list(list.file());
        if (clips.size() != list.clips()) {
            throw new IOException(list.file() + " lists " + clips.size() + " clips, and the description beside it says "
                    + list.clips() + ": one of them was changed; bring both back as they were, or train again");
        }
        return new Heard(clips, list.complete());
    }

    /**
     * What weights have heard that began with these.
     *
     * @param own the clips that they were then trained on
     * @return these clips and, marked as inherited, the others that were heard before
     */
    public Heard thenTrainedOn(List<HeardClip> own) {
        List<HeardClip> all = new ArrayList<>(own);
        Set<HeardClip> listed = new HashSet<>();
        own.forEach(clip -> listed.add(clip.passedOn()));
        for (HeardClip clip : clips) {
            HeardClip passedOn = clip.passedOn();
            if (listed.add(passedOn)) {
                all.add(passedOn);
            }
        }
        return new Heard(all, complete);
    }

    /**
     * Writes a list that travels with weights.
     *
     * @param file replaced if it exists
     * @return the list
     * @throws IOException if it cannot be written
     */
    public HeardList write(Path file) throws IOException {
        HeardClips.write(file, clips);
        return HeardList.of(file, clips.size(), complete);
    }
}
