package org.dapple.data.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dapple.core.run.Seeds;
import org.dapple.data.clips.Clip;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No speaker is on both sides of a validation part that is drawn. */
class ValidationDrawTest {
    private static Clip clip(int number, String label, @Nullable String source, String split) {
        return new Clip("clip" + number, Path.of("clip" + number), label, null, split, source);
    }

    private static Set<String> sources(List<Clip> clips, List<Integer> part) {
        return part.stream().map(i -> String.valueOf(clips.get(i).source())).collect(Collectors.toSet());
    }

    private static long of(List<Clip> clips, List<Integer> part, String label) {
        return part.stream().filter(i -> label.equals(clips.get(i).label())).count();
    }

    @Test
    void speakersOfManyWordsAreOnOneSide() {
        List<Clip> clips = new ArrayList<>();
        for (int speaker = 0; speaker < 20; speaker++) {
            for (int word = 0; word < 5; word++) {
                clips.add(clip(clips.size(), "word" + word, "speaker" + speaker, "train"));
            }
        }
        clips.add(clip(100, "word0", "another", "test"));
        for (int seed = 0; seed < 20; seed++) {
            Fold fold = Fold.of(clips, new Seeds(seed), Validation.STRATIFIED).get(0);
            assertTrue(
                    Collections.disjoint(sources(clips, fold.train()), sources(clips, fold.valid())), "seed " + seed);
            assertEquals(2 * 5, fold.valid().size(), "a tenth of the speakers, with all their words");
            assertEquals(90, fold.train().size());
        }
    }

    @Test
    void unequalSourcesLeaveEveryClassEnough() {
        List<Clip> clips = new ArrayList<>();
        for (String label : List.of("a", "b")) {
            for (int i = 0; i < 40; i++) { // one source of 25 clips, five of three
                clips.add(clip(clips.size(), label, label + (i < 25 ? "large" : "small" + i % 5), "train"));
            }
        }
        clips.add(clip(80, "a", null, "test"));
        for (int seed = 0; seed < 20; seed++) {
            Fold fold = Fold.of(clips, new Seeds(seed), Validation.STRATIFIED).get(0);
            assertTrue(Collections.disjoint(sources(clips, fold.train()), sources(clips, fold.valid())));
            for (String label : List.of("a", "b")) {
                assertEquals(6, of(clips, fold.valid(), label), "two small sources: four clips are wanted");
            }
        }
    }

    @Test
    void aClassOfOneSourceIsNotDividedWhereOthersCanBe() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clips.add(clip(i, i % 2 == 0 ? "one" : "many", i % 2 == 0 ? "only" : "source" + i, "train"));
        }
        clips.add(clip(20, "one", null, "test"));
        Fold fold = Fold.of(clips, new Seeds(1), Validation.STRATIFIED).get(0);
        assertEquals(0, of(clips, fold.valid(), "one"));
        assertEquals(1, of(clips, fold.valid(), "many"));
    }

    @Test
    void whereEveryClassIsOfOneSourceClipsAreDrawn() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clips.add(clip(i, "label" + i % 2, "source" + i % 2, "train"));
        }
        clips.add(clip(20, "label0", "another", "test"));
        Fold fold = Fold.of(clips, new Seeds(1), Validation.STRATIFIED).get(0);
        assertEquals(2, fold.valid().size());
        assertEquals(0, fold.valid().get(0) % 2 + fold.valid().get(1) % 2 - 1, "one of each class");
    }

    /** The draw of clips without sources is the one that earlier results were made with. */
    @Test
    void clipsWithoutSourcesAreDrawnAsEver() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clips.add(clip(i, "label" + i % 3, null, i % 6 == 5 ? "test" : "train"));
        }
        Fold fold = Fold.of(clips, new Seeds(42), Validation.STRATIFIED).get(0);
        Set<Integer> all = new HashSet<>(fold.train());
        assertTrue(all.addAll(fold.valid()));
        assertEquals(50, all.size());
        assertFalse(fold.valid().isEmpty());
        assertEquals(List.of(6, 15, 49, 19, 50), fold.valid());
    }
}
