package org.dapple.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.data.Clip;
import org.dapple.data.CorpusName;
import org.dapple.data.HeardClip;

/**
 * Which test clips are not as unknown as they should be: because pre-training heard them, or others of their source, or
 * because the task's own split has the same sound or source on both sides. What follows from it, the caller decides.
 *
 * <p>Sounds are compared by content hash. A source counts as heard if pre-training heard a clip of that name in the
 * same corpus ({@link CorpusName}), or one of the task's own clips with it. Sources of the same name in other corpora
 * are others; a clip whose source nobody knows leaks by its sound only.
 *
 * @param leaks in the order of folds and clips; a clip that is heard is listed once, one that its fold is trained on
 *     once for each such fold
 * @param testClips how many clips are tested
 * @param folds how many folds there are
 * @param knownSources how many of the test clips have a source
 * @param unrecognisable clips of pre-training that were given as log-mels: whether test clips are among them, nobody
 *     can tell
 */
public record LeakCheck(List<Leak> leaks, int testClips, int folds, int knownSources, long unrecognisable) {

    /** Copies the list. */
    public LeakCheck {
        leaks = List.copyOf(leaks);
    }

    /**
     * Looks for leaks.
     *
     * @param heard what pre-training heard, as {@link org.dapple.data.HeardClips#list} reads it; empty if nothing, or
     *     if that is not known
     * @param task all clips of the task, with their content hashes
     * @param folds what is trained and tested, positions in the task's clips
     * @return the leaks
     */
    public static LeakCheck of(List<HeardClip> heard, Embeddings task, List<Fold> folds) {
        return of(heard, task.clips(), task.contentHashes(), folds);
    }

    /**
     * Looks for leaks.
     *
     * @param heard what pre-training heard
     * @param clips all clips of the task
     * @param contentHashes of their whole sounds
     * @param folds what is trained and tested, positions in the clips
     * @return the leaks
     */
    public static LeakCheck of(List<HeardClip> heard, List<Clip> clips, List<String> contentHashes, List<Fold> folds) {
        Set<Integer> tested = new LinkedHashSet<>();
        folds.forEach(fold -> tested.addAll(fold.test()));
        List<Leak> leaks = new ArrayList<>(heardIn(heard, clips, contentHashes, tested));
        for (Fold fold : folds) {
            leaks.addAll(trainedOn(fold, clips, contentHashes));
        }
        long sources =
                tested.stream().filter(i -> clips.get(i).source() != null).count();
        long unrecognisable = heard.stream().filter(clip -> !clip.isOfSound()).count();
        return new LeakCheck(leaks, tested.size(), folds.size(), (int) sources, unrecognisable);
    }

    private static List<Leak> heardIn(
            List<HeardClip> heard, List<Clip> clips, List<String> contentHashes, Set<Integer> tested) {
        Map<String, String> sounds = new HashMap<>(); // to the name of a clip, as are sources
        Map<String, String> sources = new HashMap<>();
        String corpus = CorpusName.of(clips);
        for (HeardClip clip : heard) {
            sounds.putIfAbsent(clip.contentHash(), clip.filename());
            if (clip.source() != null && !corpus.isEmpty() && clip.corpus().equals(corpus)) {
                sources.putIfAbsent(clip.source(), clip.filename());
            }
        }
        for (int i = 0; i < clips.size(); i++) { // what the run's list does not tell, the task's may
            String source = clips.get(i).source();
            String name = sounds.get(contentHashes.get(i));
            if (source != null && name != null) {
                sources.putIfAbsent(source, name);
            }
        }
        List<Leak> leaks = new ArrayList<>();
        for (int i : tested) {
            Clip clip = clips.get(i);
            String sound = sounds.get(contentHashes.get(i));
            String source = clip.source() == null ? null : sources.get(clip.source());
            if (sound != null) {
                leaks.add(new Leak(Leak.Kind.HEARD_SOUND, clip, "was heard in pre-training as " + sound));
            } else if (source != null) {
                leaks.add(new Leak(
                        Leak.Kind.HEARD_SOURCE,
                        clip,
                        "is of source " + clip.source() + ", which was heard in pre-training in " + source));
            }
        }
        return leaks;
    }

    /** A clip that the probe stops or chooses by is trained on as well. */
    private static List<Leak> trainedOn(Fold fold, List<Clip> clips, List<String> contentHashes) {
        Map<String, String> sounds = new HashMap<>();
        Map<String, String> sources = new HashMap<>();
        List<Integer> trained = new ArrayList<>(fold.train());
        trained.addAll(fold.valid());
        for (int i : trained) {
            Clip clip = clips.get(i);
            sounds.putIfAbsent(contentHashes.get(i), clip.filename());
            if (clip.source() != null) {
                sources.putIfAbsent(clip.source(), clip.filename());
            }
        }
        List<Leak> leaks = new ArrayList<>();
        for (int i : fold.test()) {
            Clip clip = clips.get(i);
            String sound = sounds.get(contentHashes.get(i));
            String source = clip.source() == null ? null : sources.get(clip.source());
            if (sound != null) {
                String reason = "is the same sound as " + sound + ", which fold " + fold.name() + " trains on";
                leaks.add(new Leak(Leak.Kind.TRAINED_SOUND, clip, reason));
            } else if (source != null) {
                String reason = "is of source " + clip.source() + " like " + source + ", which fold " + fold.name()
                        + " trains on";
                leaks.add(new Leak(Leak.Kind.TRAINED_SOURCE, clip, reason));
            }
        }
        return leaks;
    }

    /**
     * The leaks of one kind.
     *
     * @param kind the kind
     * @return in their order
     */
    public List<Leak> of(Leak.Kind kind) {
        return leaks.stream().filter(leak -> leak.kind() == kind).toList();
    }

    /** {@return the test clips that pre-training heard, or whose source it heard} */
    public List<Leak> ofPretraining() {
        return leaks.stream().filter(Leak::isOfPretraining).toList();
    }

    /** {@return a sentence for each kind of leak, and for each thing that cannot be told; empty if all is well} */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        say(sentences, Leak.Kind.HEARD_SOUND, "Pre-training has heard %s of the " + testClips + " test clips");
        say(
                sentences,
                Leak.Kind.HEARD_SOURCE,
                "Pre-training has heard other clips of the sources of %s of the " + testClips + " test clips");
        say(sentences, Leak.Kind.TRAINED_SOUND, "The split leaks: %s test clips are trained on under another name");
        say(sentences, Leak.Kind.TRAINED_SOURCE, "The split leaks: of %s test clips the source is trained on too");
        if (unrecognisable > 0) {
            sentences.add(unrecognisable + " clips of pre-training were given as log-mels: whether test clips are among"
                    + " them cannot be told by sound.");
        }
        if (knownSources < testClips) {
            sentences.add("The source of " + (testClips - knownSources) + " of the " + testClips
                    + " test clips is not known (column source): whether others of the same recording or speaker were"
                    + " heard cannot be told.");
        }
        return sentences;
    }

    private void say(List<String> sentences, Leak.Kind kind, String what) {
        List<Leak> found = of(kind);
        if (!found.isEmpty()) {
            long clips = found.stream()
                    .map(leak -> leak.clip().filename())
                    .distinct()
                    .count();
            sentences.add(what.replace("%s", String.valueOf(clips)) + "; " + found.get(0) + ".");
        }
    }
}
