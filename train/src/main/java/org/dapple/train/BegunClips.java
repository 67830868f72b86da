package org.dapple.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;

/**
 * The clips that a run began with. A run continues with the same clips in the same order, or not at all.
 *
 * @param run the run
 * @param clips in the order of its data
 */
record BegunClips(RunDirectory run, List<HeardClip> clips) {

    /**
     * The clips of a run, without inherited ones.
     *
     * @return empty if the run has not begun: its description is written after its clips
     * @throws IOException if the list is missing, was changed or was cut
     */
    static Optional<BegunClips> of(RunDirectory run) throws IOException {
        if (!Files.exists(run.description())) {
            return Optional.empty();
        }
        List<HeardClip> own =
                Heard.of(run).clips().stream().filter(clip -> !clip.inherited()).toList();
        return Optional.of(new BegunClips(run, own));
    }

    /**
     * Refuses data that is gone.
     *
     * @param data the path of a corpus
     * @throws ConfigurationException with the key {@code data} if the path does not exist
     */
    void requireThere(Path data) {
        if (!Files.exists(data)) {
            refuseLoss(List.of(data.toString()));
        }
    }

    /**
     * Compares names, without decoding anything.
     *
     * @param listed the clips of manifests, folders and stores now
     * @throws ConfigurationException with the key {@code data}, naming the first clip that is missing or new
     */
    void requireListed(List<Clip> listed) throws IOException {
        Set<String> now = listed.stream().map(Clip::filename).collect(Collectors.toSet());
        refuseLoss(names().filter(name -> !now.contains(name)).toList());
        Set<String> before = names().collect(Collectors.toCollection(HashSet::new));
        if (Files.exists(run.skipped())) {
            SkippedClip.read(run.skipped()).forEach(clip -> before.add(clip.filename()));
        }
        List<String> added =
                now.stream().filter(name -> !before.contains(name)).sorted().toList();
        if (!added.isEmpty()) {
            throw refusal(someOf(added) + (added.size() == 1 ? " was" : " were")
                    + " not there (remove the new clips and resume, or begin another run with them)");
        }
    }

    /**
     * Refuses missing files before any file is decoded again.
     *
     * @param sounds clips whose log-mels are not stored
     * @throws ConfigurationException with the key {@code data}, naming the first whose file is missing
     */
    void requireFiles(List<Clip> sounds) {
        Set<String> wanted = names().collect(Collectors.toSet());
        refuseLoss(sounds.stream()
                .filter(clip -> wanted.contains(clip.filename()) && !Files.exists(clip.file()))
                .map(Clip::filename)
                .toList());
    }

    /**
     * Compares sounds.
     *
     * @param found the clips whose log-mels can be read now
     * @throws ConfigurationException with the key {@code data}, naming the first clip that is missing or has another
     *     sound
     */
    void requireSame(List<StoredClip> found) {
        List<String> before = clips.stream().map(HeardClip::contentHash).toList();
        List<String> now = found.stream().map(StoredClip::contentHash).toList();
        if (before.equals(now)) {
            return;
        }
        Set<String> known = new HashSet<>(now);
        List<String> lost = clips.stream()
                .filter(clip -> !known.contains(clip.contentHash()))
                .map(HeardClip::filename)
                .toList();
        if (lost.isEmpty()) {
            throw refusal("there are " + found.size() + " instead of " + clips.size()
                    + ", or their order has changed (restore the manifest or folder and resume)");
        }
        throw refusal(someOf(lost) + (lost.size() == 1 ? " has" : " have")
                + " another sound or cannot be read (restore the files and resume; unreadable clips are listed in "
                + run.skipped() + ")");
    }

    private Stream<String> names() {
        return clips.stream().map(HeardClip::filename);
    }

    private static void refuseLoss(List<String> lost) {
        if (!lost.isEmpty()) {
            throw refusal(someOf(lost) + (lost.size() == 1 ? " is" : " are")
                    + " gone (restore what is missing and resume, or resume with --data and its new path)");
        }
    }

    private static String someOf(List<String> names) {
        return names.get(0) + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more");
    }

    private static ConfigurationException refusal(String difference) {
        return new ConfigurationException("data", "must still hold the clips that the run began with; " + difference);
    }
}
