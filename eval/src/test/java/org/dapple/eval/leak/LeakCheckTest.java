package org.dapple.eval.leak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.CorpusName;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.task.Fold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {
    @TempDir
    Path folder;

    private Clip clip(String set, String name, String source) {
        return new Clip(name, folder.resolve(set).resolve(name), "label", null, null, source);
    }

    /** Train on the first, stop by the second, test on the others. */
    private static List<Fold> fold(int clips) {
        return List.of(new Fold(
                "1", List.of(0), List.of(1), IntStream.range(2, clips).boxed().toList()));
    }

    private static List<String> hashes(Clip... clips) {
        return List.of(clips).stream().map(LeakCheckTest::hash).toList();
    }

    private static String hash(Clip clip) {
        return "hash of " + clip.file();
    }

    private static HeardClip heard(String corpus, String name, String hash, String source) {
        return new HeardClip(name, 100, hash, source, corpus, false);
    }

    private static List<String> text(LeakCheck check) {
        return check.leaks().stream().map(Leak::toString).toList();
    }

    @Test
    void soundsAreRecognisedWhateverTheyAreCalled() {
        Clip[] clips = {clip("set", "a", "1"), clip("set", "b", "2"), clip("set", "c", "3"), clip("set", "d", "4")};
        List<HeardClip> heard =
                List.of(heard("elsewhere", "x", hash(clips[0]), null), heard("elsewhere", "y", hash(clips[2]), null));
        LeakCheck check = LeakCheck.of(new Heard(heard, true), List.of(clips), hashes(clips), fold(4));
        assertEquals(List.of("c was heard in pre-training as y"), text(check), "training clips may be heard");
        assertEquals(Leak.Kind.HEARD_SOUND, check.leaks().get(0).kind());
        assertEquals(
                List.of("Pre-training has heard 1 of the 2 test clips; c was heard in pre-training as y."),
                check.sentences());
    }

    @Test
    void sourcesAreRecognisedInTheSameCorpusOnly() {
        Clip[] clips = {clip("set", "a", "1"), clip("set", "b", "2"), clip("set", "c", "3"), clip("set", "d", "4")};
        String corpus = CorpusName.of(List.of(clips));
        List<HeardClip> heard = List.of(
                heard(corpus, "x", "h1", "3"),
                heard(CorpusName.of(List.of(clip("other", "a", "1"))), "y", "h2", "4"),
                heard("", "z", "h3", "4"),
                heard(corpus, "unknown", "h4", null));
        LeakCheck check = LeakCheck.of(new Heard(heard, true), List.of(clips), hashes(clips), fold(4));
        assertEquals(
                List.of("c is of source 3, which was heard in pre-training in x", "d is of source 4, as is y"),
                text(check));
        assertEquals(
                List.of(Leak.Kind.HEARD_SOURCE, Leak.Kind.HEARD_NAMESAKE),
                check.leaks().stream().map(Leak::kind).toList());
        assertEquals(1, check.ofPretraining().size(), "another data set is no reason to refuse");
        assertTrue(check.sentences().get(1).contains("they may be the same or not"), "" + check.sentences());
    }

    /** A folder of audio tells no sources, and a copy of the data lies elsewhere: the task knows better. */
    @Test
    void sourcesOfSoundsThatWereHeardAreKnownFromTheTask() {
        Clip[] clips = {clip("set", "a", "1"), clip("set", "b", "2"), clip("set", "c", "1"), clip("set", "d", "4")};
        List<HeardClip> heard = List.of(heard("copy", "x", hash(clips[0]), null));
        LeakCheck check = LeakCheck.of(
                new Heard(heard, true),
                List.of(clips),
                hashes(clips),
                List.of(new Fold("1", List.of(1), List.of(3), List.of(2))));
        assertEquals(List.of("c is of source 1, which was heard in pre-training in x"), text(check));
    }

    @Test
    void aSplitMayLeakByItself() {
        Clip[] clips = {
            clip("set", "a", "1"),
            clip("set", "b", "2"),
            clip("set", "c", "2"),
            clip("set", "d", "4"),
            clip("set", "e", null)
        };
        List<String> hashes = new ArrayList<>(hashes(clips));
        hashes.set(3, hash(clips[0]));
        LeakCheck check = LeakCheck.of(Heard.nothing(), List.of(clips), hashes, fold(5));
        assertEquals(
                List.of(
                        "c is of source 2 like b, which fold 1 stops by",
                        "d is the same sound as a, which fold 1 trains on"),
                text(check));
        assertTrue(check.ofPretraining().isEmpty());
        assertEquals(
                List.of(
                        "The split leaks: 1 test clips are also training clips, under another name; d is the same sound as a, which fold"
                                + " 1 trains on.",
                        "The split leaks: the sources of 1 test clips are trained on too; c is of source 2 like b, which fold 1"
                                + " stops by.",
                        "The sources of 1 of the 3 test clips are unknown (column source): other clips of the same"
                                + " recording or speaker may have been heard."),
                check.sentences());
    }

    @Test
    void aValidationPartThatIsNotApartIsTold() {
        Clip[] clips = {clip("set", "a", "1"), clip("set", "b", "1"), clip("set", "c", "2")};
        LeakCheck check = LeakCheck.of(Heard.nothing(), List.of(clips), hashes(clips), fold(3));
        assertEquals(List.of("b is of source 1 like a, which fold 1 trains on"), text(check));
        assertEquals(1, check.of(Leak.Kind.VALIDATED_SOURCE).size());
    }

    @Test
    void sourcesThatAreOnOneSideOfEveryFoldAreNoLeak() {
        Clip[] clips = {
            clip("set", "a", "1"),
            clip("set", "b", "1"),
            clip("set", "c", "2"),
            clip("set", "d", "2"),
            clip("set", "e", "3")
        };
        List<Fold> folds = List.of(
                new Fold("1", List.of(2), List.of(4), List.of(0, 1)),
                new Fold("2", List.of(0), List.of(4), List.of(2, 3)));
        LeakCheck check = LeakCheck.of(Heard.nothing(), List.of(clips), hashes(clips), folds);
        assertEquals(new LeakCheck(List.of(), 4, 2, 4, 0, 0, true), check);
        assertEquals(List.of(), check.sentences());
        HeardClip heard = heard(CorpusName.of(List.of(clips)), "a", hash(clips[0]), "1");
        LeakCheck afterwards = LeakCheck.of(new Heard(List.of(heard), true), List.of(clips), hashes(clips), folds);
        assertEquals(
                List.of("a was heard in pre-training as a", "b is of source 1, which was heard in pre-training in a"),
                text(afterwards),
                "each heard clip once");
    }

    @Test
    void logMelsCannotBeRecognised() {
        Clip[] clips = {clip("set", "a", "1"), clip("set", "b", "2"), clip("set", "c", "3")};
        List<HeardClip> heard = List.of(heard("npy", "a.npy", "not-of-sound-12", null));
        LeakCheck check = LeakCheck.of(new Heard(heard, true), List.of(clips), hashes(clips), fold(3));
        assertEquals(1, check.unrecognisable());
        assertTrue(check.sentences().get(0).startsWith("1 pre-training clips were given as log-mels"));
    }

    @Test
    void corporaAreToldByTheirFolder() throws IOException {
        Path set = Files.createDirectories(folder.resolve("set/audio"));
        Clip relative = new Clip("audio/a", set.resolve("a"), null, null, null, "1");
        Clip unclean = new Clip("audio/../audio/b", set.resolve("../audio/b"), null, null, null, "1");
        Clip absolute = new Clip(set.resolve("c").toString(), set.resolve("c"), null, null, null, "1");
        Clip below = new Clip(set.resolve("deep/d").toString(), set.resolve("deep/d"), null, null, null, "1");
        String name = CorpusName.of(List.of(relative));
        assertTrue(name.matches("set-[0-9a-f]{12}"), name);
        assertEquals(name, CorpusName.of(List.of(relative, unclean)));
        assertEquals(name, CorpusName.of(List.of(relative, absolute)), "what they have in common");
        assertTrue(CorpusName.of(List.of(absolute, below)).startsWith("audio-"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("set"));
        Clip linked = new Clip("audio/a", folder.resolve("link/audio/a"), null, null, null, "1");
        assertEquals(name, CorpusName.of(List.of(linked)));
        assertEquals("", CorpusName.of(List.of()));
    }

    /** The same files, whose names one manifest writes relative to itself and the other from the root. */
    @Test
    void sourcesAreFoundHoweverAManifestWritesPaths() throws IOException {
        Path audio = Files.createDirectories(folder.resolve("set/audio"));
        for (String name : List.of("a", "b", "c", "d")) {
            Files.writeString(audio.resolve(name), name);
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("set"));
        Path elsewhere = Files.createDirectories(folder.resolve("lists"));
        List<List<Clip>> ways = List.of(
                named(List.of("audio/a", "audio/b", "audio/c", "audio/d"), folder.resolve("set")),
                named(List.of("a", "b", "c", "d"), audio),
                named(
                        Stream.of("a", "b", "c", "d")
                                .map(n -> audio.resolve(n).toString())
                                .toList(),
                        elsewhere),
                named(List.of("../set/audio/a", "../set/audio/b", "../set/audio/c", "../set/audio/d"), elsewhere),
                named(List.of("audio/a", "audio/b", "audio/c", "audio/d"), link));
        for (List<Clip> heardAs : ways) {
            List<HeardClip> heard = HeardClip.of(List.of(new StoredClip(heardAs.get(3), "another sound", 0, 100)));
            for (List<Clip> testedAs : ways) {
                LeakCheck check = LeakCheck.of(
                        new Heard(heard, true),
                        testedAs,
                        List.of("h1", "h2", "h3", "h4"),
                        List.of(new Fold("1", List.of(0), List.of(1), List.of(2))));
                assertEquals(1, check.of(Leak.Kind.HEARD_SOURCE).size(), heardAs + " and " + testedAs);
            }
        }
    }

    /** The third and the fourth clip are of one source. */
    private static List<Clip> named(List<String> names, Path manifest) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String source = List.of("1", "2", "3", "3").get(i);
            clips.add(new Clip(names.get(i), manifest.resolve(names.get(i)), "label", null, null, source));
        }
        return clips;
    }

    /**
     * One manifest lists two sets: what was heard of the first is not of the second, whatever its speakers are called.
     */
    @Test
    void aManifestOfSeveralSetsIsNotEachOfThem() throws IOException {
        Files.createDirectories(folder.resolve("one"));
        Files.createDirectories(folder.resolve("two"));
        Clip first = new Clip("one/x", folder.resolve("one/x"), null, null, null, "3");
        Clip second = new Clip("two/y", folder.resolve("two/y"), null, null, null, "3");
        Clip[] clips = {clip("two", "a", "1"), clip("two", "b", "2"), clip("two", "c", "3")};
        for (Clip heard : List.of(first, second)) {
            List<HeardClip> list =
                    List.of(new HeardClip(heard.filename(), 1, "h", "3", CorpusName.of(List.of(first, second)), false));
            LeakCheck check = LeakCheck.of(new Heard(list, true), List.of(clips), hashes(clips), fold(3));
            assertEquals(
                    heard.equals(first) ? Leak.Kind.HEARD_NAMESAKE : Leak.Kind.HEARD_SOURCE,
                    check.leaks().get(0).kind());
        }
    }

    @Test
    void whatIsNotKnownIsNeverCalledZero() {
        Clip[] clips = {clip("set", "a", "1"), clip("set", "b", "2"), clip("set", "c", "3"), clip("set", "d", "4")};
        LeakCheck nothing = LeakCheck.of(Heard.nothing(), List.of(clips), hashes(clips), fold(4));
        assertEquals(0L, nothing.toJson().get("heard_test_clips"));
        assertEquals(0L, nothing.toJson().get("heard_test_sources"));
        LeakCheck unknown = LeakCheck.of(Heard.notKnown(), List.of(clips), hashes(clips), fold(4));
        assertEquals("not known", unknown.toJson().get("heard_test_clips"));
        assertEquals("not known", unknown.toJson().get("heard_test_sources"));
        assertEquals("not known", unknown.toJson().get("unrecognisable_training_clips"));
        assertTrue(unknown.sentences().get(0).contains("is not known"), "" + unknown.sentences());
        Heard some = new Heard(List.of(heard("", "x", hash(clips[2]), null)), false);
        LeakCheck partly = LeakCheck.of(some, List.of(clips), hashes(clips), fold(4));
        assertEquals("at least 1", partly.toJson().get("heard_test_clips"));
        Heard logMels = new Heard(List.of(heard("npy", "a.npy", "not-of-sound-12", null)), true);
        LeakCheck silent = LeakCheck.of(logMels, List.of(clips), hashes(clips), fold(4));
        assertEquals("not known", silent.toJson().get("heard_test_clips"));
        assertEquals(1L, silent.toJson().get("unrecognisable_training_clips"));
    }

    @Test
    void aValidationPartThatSharesSourcesIsSaid() {
        Clip[] clips = {clip("set", "a", "1"), clip("set", "b", "1"), clip("set", "c", "3")};
        LeakCheck check = LeakCheck.of(Heard.nothing(), List.of(clips), hashes(clips), fold(3));
        assertEquals(List.of("b is of source 1 like a, which fold 1 trains on"), text(check));
        assertEquals(1, check.toJson().get("validation_leaks"));
        assertEquals(0, check.toJson().get("split_leaks"));
        assertTrue(
                check.sentences().get(0).startsWith("The validation part is not independent"), "" + check.sentences());
    }

    /** Copies of one sound would make intervals narrow and tests sure. */
    @Test
    void oneSoundThatIsTestedTwiceIsSaid() {
        Clip[] clips = {clip("set", "a", "1"), clip("set", "b", "2"), clip("set", "c", "3"), clip("set", "d", "4")};
        List<String> hashes = List.of("h0", "h1", "h2", "h2");
        LeakCheck check = LeakCheck.of(Heard.nothing(), List.of(clips), hashes, fold(4));
        assertEquals(
                List.of("1 of the 2 test clips are the same sounds as other test clips: intervals and tests count them"
                        + " as if they were different; d is the same sound as c, which is tested too."),
                check.sentences());
        assertEquals(1L, check.toJson().get("repeated_test_clips"));
        assertEquals(0, check.ofPretraining().size());
    }
}
