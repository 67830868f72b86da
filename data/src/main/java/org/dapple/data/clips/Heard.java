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
 * The clips that weights have heard, in their own training and in all training before it.
 *
 * @param clips all known clips
 * @param complete false if there may be others, as for imported weights without a list
 */
public record Heard(List<HeardClip> clips, boolean complete) {

    /** Copies the list. */
    public Heard {
        clips = List.copyOf(clips);
    }

    /** {@return the clips that random weights have heard: none} */
    public static Heard nothing() {
        return new Heard(List.of(), true);
    }

    /** {@return the state of weights whose clips are unknown} */
    public static Heard notKnown() {
        return new Heard(List.of(), false);
    }

    /**
     * Reads the clips that the encoder of a run has heard. The list of a run of an older version may be incomplete.
     *
     * @param run a run that has begun
     * @return the clips it has heard
     * @throws IOException if its list is missing, changed, truncated or unreadable
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
     * Reads the clips that weights have heard.
     *
     * @param list the list stored with the weights; empty if there is none
     * @return the clips they have heard; {@link #notKnown} without a list
     * @throws IOException if the list is changed, truncated or unreadable
     */
    public static Heard of(Optional<HeardList> list) throws IOException {
        return list.isPresent() ? read(list.get()) : notKnown();
    }

    private static Heard read(HeardList list) throws IOException {
        list.requireSound();
        List<HeardClip> clips = HeardClips.list(list.file());
        if (clips.size() != list.clips()) {
            throw new IOException(list.file() + " lists " + clips.size() + " clips, but the description beside it says "
                    + list.clips() + ": one of the files was changed; restore both, or train again");
        }
        return new Heard(clips, list.complete());
    }

    /**
     * The clips that weights have heard after further training.
     *
     * @param own the clips of the further training
     * @return these clips and, marked as inherited, the clips heard before
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
     * Writes the list to store with weights.
     *
     * @param file the file, replaced if it exists
     * @return the list
     * @throws IOException if it cannot be written
     */
    public HeardList write(Path file) throws IOException {
        HeardClips.write(file, clips);
        return HeardList.of(file, clips.size(), complete);
    }
}
