package org.dapple.eval.leak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.task.Fold;
import org.dapple.eval.embedding.Embeddings;

/**
 * Finds test clips that are not as new as they should be: pre-training heard them or other clips of their source, or
 * the task's own split has a sound or a source on both sides. The caller decides what follows.
 *
 * <p>Sounds are compared by content hash. A source counts as heard if pre-training heard a clip of that source in the
 * same data set ({@link HeardSources}), or one of the task's own clips of that source. A clip of unknown source can
 * leak by its sound only.
 *
 * @param leaks in the order of folds and clips; a heard clip is listed once, a clip that folds train on once for each
 *     such fold
 * @param testClips number of test clips
 * @param folds number of folds
 * @param knownSources number of test clips whose source is known
 * @param unrecognisable number of pre-training clips that were given as log-mels, which cannot be compared with test
 *     clips
 * @param sourceless number of pre-training clips whose source is unknown
 * @param complete false if pre-training may have heard more than is known
 */
public record LeakCheck(
        List<Leak> leaks,
        int testClips,
        int folds,
        int knownSources,
        long unrecognisable,
        long sourceless,
        boolean complete) {
    private static final String NOT_KNOWN = "not known";

    /** Copies the list. */
    public LeakCheck {
        leaks = List.copyOf(leaks);
    }

    /**
     * Looks for leaks.
     *
     * @param heard what the encoder heard in pre-training
     * @param task all clips of the task, with their content hashes
     * @param folds the parts of each fold, as positions in the task's clips
     * @return the leaks
     */
    public static LeakCheck of(Heard heard, Embeddings task, List<Fold> folds) {
        return of(heard, task.clips(), task.contentHashes(), folds);
    }

    /**
     * Looks for leaks.
     *
     * @param heard what the encoder heard in pre-training
     * @param clips all clips of the task
     * @param contentHashes of their whole sounds
     * @param folds the parts of each fold, as positions in the clips
     * @return the leaks
     */
    public static LeakCheck of(Heard heard, List<Clip> clips, List<String> contentHashes, List<Fold> folds) {
        Set<Integer> tested = new LinkedHashSet<>();
        folds.forEach(fold -> tested.addAll(fold.test()));
        List<Leak> leaks = new ArrayList<>(heardIn(heard.clips(), clips, contentHashes, tested));
        for (Fold fold : folds) {
            leaks.addAll(trainedOn(fold, clips, contentHashes));
        }
        leaks.addAll(testedTwice(clips, contentHashes, tested));
        return new LeakCheck(
                leaks,
                tested.size(),
                folds.size(),
                (int) tested.stream().filter(i -> clips.get(i).source() != null).count(),
                heard.clips().stream().filter(clip -> !clip.isOfSound()).count(),
                heard.clips().stream().filter(clip -> clip.source() == null).count(),
                heard.complete());
    }

    private static List<Leak> heardIn(
            List<HeardClip> heard, List<Clip> clips, List<String> contentHashes, Set<Integer> tested) {
        Map<String, HeardClip> sounds = new HashMap<>();
        heard.forEach(clip -> sounds.putIfAbsent(clip.contentHash(), clip));
        HeardSources listed = new HeardSources(heard);
        Map<String, HeardClip> sources = new HashMap<>(); // what the run's list does not tell, the task's may
        for (int i = 0; i < clips.size(); i++) {
            String source = clips.get(i).source();
            HeardClip same = sounds.get(contentHashes.get(i));
            if (source != null && same != null) {
                sources.putIfAbsent(source, same);
            }
        }
        List<Leak> leaks = new ArrayList<>();
        for (int i : tested) {
            Clip clip = clips.get(i);
            Optional<HeardClip> sound = Optional.ofNullable(sounds.get(contentHashes.get(i)));
            Optional<HeardClip> source =
                    Optional.ofNullable(clip.source()).map(sources::get).or(() -> listed.sameSource(clip));
            Optional<HeardClip> namesake = listed.namesake(clip);
            if (sound.isPresent()) {
                leaks.add(new Leak(Leak.Kind.HEARD_SOUND, clip, "was heard in pre-training as " + name(sound.get())));
            } else if (source.isPresent()) {
                String reason =
                        "is of source " + clip.source() + ", which was heard in pre-training in " + name(source.get());
                leaks.add(new Leak(Leak.Kind.HEARD_SOURCE, clip, reason));
            } else if (namesake.isPresent()) {
                leaks.add(new Leak(
                        Leak.Kind.HEARD_NAMESAKE,
                        clip,
                        "is of source " + clip.source() + ", as is " + name(namesake.get())));
            }
        }
        return leaks;
    }

    private static String name(HeardClip clip) {
        return clip.filename() + (clip.inherited() ? " (in the training that it was initialised from)" : "");
    }

    /** Validation clips count as training clips here. */
    private static List<Leak> trainedOn(Fold fold, List<Clip> clips, List<String> contentHashes) {
        Map<String, String> sounds = new HashMap<>(); // to a clip and its use, as are sources
        Map<String, String> sources = new HashMap<>();
        List<Leak> leaks = new ArrayList<>();
        String trains = ", which fold " + fold.name() + " trains on";
        fold.train().forEach(i -> learn(i, trains, clips, contentHashes, sounds, sources));
        for (int i : fold.valid()) {
            sourceOf(clips.get(i), sources)
                    .ifPresent(reason -> leaks.add(new Leak(Leak.Kind.VALIDATED_SOURCE, clips.get(i), reason)));
        }
        String stops = ", which fold " + fold.name() + " stops by";
        fold.valid().forEach(i -> learn(i, stops, clips, contentHashes, sounds, sources));
        for (int i : fold.test()) {
            Clip clip = clips.get(i);
            String sound = sounds.get(contentHashes.get(i));
            if (sound != null) {
                String reason = "is the same sound as " + sound;
                leaks.add(new Leak(Leak.Kind.TRAINED_SOUND, clip, reason));
            } else {
                sourceOf(clip, sources)
                        .ifPresent(reason -> leaks.add(new Leak(Leak.Kind.TRAINED_SOURCE, clip, reason)));
            }
        }
        return leaks;
    }

    private static List<Leak> testedTwice(List<Clip> clips, List<String> contentHashes, Set<Integer> tested) {
        Map<String, String> sounds = new HashMap<>();
        List<Leak> leaks = new ArrayList<>();
        for (int i : tested) {
            String other = sounds.putIfAbsent(contentHashes.get(i), clips.get(i).filename());
            if (other != null) {
                String reason = "is the same sound as " + other + ", which is tested too";
                leaks.add(new Leak(Leak.Kind.TESTED_TWICE, clips.get(i), reason));
            }
        }
        return leaks;
    }

    private static void learn(
            int i,
            String use,
            List<Clip> clips,
            List<String> hashes,
            Map<String, String> sounds,
            Map<String, String> sources) {
        Clip clip = clips.get(i);
        sounds.putIfAbsent(hashes.get(i), clip.filename() + use);
        if (clip.source() != null) {
            sources.putIfAbsent(clip.source(), clip.filename() + use);
        }
    }

    private static Optional<String> sourceOf(Clip clip, Map<String, String> sources) {
        return Optional.ofNullable(clip.source())
                .map(sources::get)
                .map(other -> "is of source " + clip.source() + " like " + other);
    }

    /**
     * Selects the leaks of one kind.
     *
     * @param kind the kind
     * @return the leaks, in order
     */
    public List<Leak> of(Leak.Kind kind) {
        return leaks.stream().filter(leak -> leak.kind() == kind).toList();
    }

    /** {@return the test clips that pre-training heard, or whose source it heard} */
    public List<Leak> ofPretraining() {
        return leaks.stream().filter(Leak::isOfPretraining).toList();
    }

    /** {@return one sentence for each kind of leak and for each open question; empty if nothing leaks} */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>(ofHearing());
        sentences.addAll(ofSplit());
        return sentences;
    }

    /** {@return those {@link #sentences} that are about the task, whatever the encoder} */
    public List<String> ofSplit() {
        List<String> sentences = new ArrayList<>();
        say(
                sentences,
                Leak.Kind.TRAINED_SOUND,
                "The split leaks: %s test clips are also training clips, under another name");
        say(sentences, Leak.Kind.TRAINED_SOURCE, "The split leaks: the sources of %s test clips are trained on too");
        say(
                sentences,
                Leak.Kind.VALIDATED_SOURCE,
                "The validation part is not independent: the sources of %s of its clips are trained on too");
        say(
                sentences,
                Leak.Kind.TESTED_TWICE,
                "%s of the " + testClips
                        + " test clips are the same sounds as other test clips: intervals and tests count"
                        + " them as if they were different");
        if (knownSources < testClips) {
            sentences.add("The sources of " + (testClips - knownSources) + " of the " + testClips
                    + " test clips are unknown (column source): other clips of the same recording or speaker may have"
                    + " been heard.");
        }
        return sentences;
    }

    /** {@return those {@link #sentences} that are about what the encoder has heard} */
    public List<String> ofHearing() {
        List<String> sentences = new ArrayList<>();
        if (!complete) {
            sentences.add("What this encoder has heard in training is not known, or not all of it: test clips among it"
                    + " would flatter the score.");
        }
        say(sentences, Leak.Kind.HEARD_SOUND, "Pre-training has heard %s of the " + testClips + " test clips");
        say(
                sentences,
                Leak.Kind.HEARD_SOURCE,
                "Pre-training has heard other clips of the sources of %s of the " + testClips + " test clips");
        say(
                sentences,
                Leak.Kind.HEARD_NAMESAKE,
                "Pre-training has heard sources with the same names as those of %s of the " + testClips
                        + " test clips; they may be the same or not, since the data lies in other folders");
        if (unrecognisable > 0) {
            sentences.add(
                    unrecognisable + " pre-training clips were given as log-mels: they cannot be compared with the"
                            + " test clips by sound.");
        }
        return sentences;
    }

    private void say(List<String> sentences, Leak.Kind kind, String what) {
        long clips = clips(kind);
        if (clips > 0) {
            sentences.add(what.replace("%s", String.valueOf(clips)) + "; " + of(kind).get(0) + ".");
        }
    }

    private long clips(Leak.Kind kind) {
        return of(kind).stream().map(leak -> leak.clip().filename()).distinct().count();
    }

    /** {@return the counts for programs; an unknown count is marked as not known, never as 0} */
    public Map<String, Object> toJson() {
        boolean sounds = complete && unrecognisable == 0;
        boolean sources =
                sounds && sourceless == 0 && knownSources == testClips && clips(Leak.Kind.HEARD_NAMESAKE) == 0;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("heard_test_clips", count(clips(Leak.Kind.HEARD_SOUND), sounds));
        json.put("heard_test_sources", count(clips(Leak.Kind.HEARD_SOURCE), sources));
        json.put("heard_test_namesakes", count(clips(Leak.Kind.HEARD_NAMESAKE), complete));
        json.put("unrecognisable_training_clips", complete ? unrecognisable : NOT_KNOWN);
        json.put(
                "split_leaks",
                of(Leak.Kind.TRAINED_SOUND).size()
                        + of(Leak.Kind.TRAINED_SOURCE).size());
        json.put("repeated_test_clips", clips(Leak.Kind.TESTED_TWICE));
        json.put("validation_leaks", of(Leak.Kind.VALIDATED_SOURCE).size());
        return json;
    }

    private static Object count(long found, boolean known) {
        return known ? found : found == 0 ? NOT_KNOWN : "at least " + found;
    }
}
