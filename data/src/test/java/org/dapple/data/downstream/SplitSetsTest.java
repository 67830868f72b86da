package org.dapple.data.downstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets whose own files say what trains and what tests. */
class SplitSetsTest {
    @TempDir
    Path folder;

    private Miniature set(String name) {
        return new Miniature(folder.resolve(name));
    }

    private static String refusal(DownstreamSet set, Path path) {
        return assertThrows(ConfigurationException.class, () -> set.read(path)).getMessage();
    }

    @Test
    void speechCommandsTrainOnWhatNoListNames() throws IOException {
        Miniature set = set("speech_commands_v0.02")
                .list("validation_list.txt", "cat/bb_nohash_0.wav")
                .list("testing_list.txt", "cat/cc_nohash_0.wav", "zero/cc_nohash_7.wav")
                .list("README.md", "none")
                .sounds("cat/bb_nohash_0.wav", "cat/aa_nohash_1.wav", "cat/cc_nohash_0.wav", "zero/aa_nohash_0.wav")
                .sounds("_background_noise_/pink_noise.wav", "zero/stray.wav", "_silence_/dd_nohash_0.wav");
        DownstreamClips clips = new SpeechCommandsV2().read(folder);
        assertEquals(
                List.of(
                        "cat/aa_nohash_1.wav cat null train aa",
                        "cat/bb_nohash_0.wav cat null valid bb",
                        "cat/cc_nohash_0.wav cat null test cc",
                        "zero/aa_nohash_0.wav zero null train aa"),
                Miniature.rows(clips));
        List<String> problems = clips.problems();
        assertEquals("1 listed file is missing: zero/cc_nohash_7.wav", problems.get(0));
        assertTrue(problems.contains("test has 1 of 11005 clips"), problems.toString());
        assertTrue(problems.contains("the word backward has no clips"), problems.toString());

        set.list("validation_list.txt", "cat/bb_nohash_0.wav", "", "cat/cc_nohash_0.wav");
        assertTrue(refusal(new SpeechCommandsV2(), folder).contains("line 1 of "), "in two splits");
        set.list("validation_list.txt", "cat/bb_nohash_0.wav", "", "../cc_nohash_0.wav");
        assertTrue(
                refusal(new SpeechCommandsV2(), folder)
                        .endsWith("line 3 of " + set.root().toAbsolutePath().resolve("validation_list.txt")
                                + " says ../cc_nohash_0.wav"),
                refusal(new SpeechCommandsV2(), folder));
        Files.delete(set.root().resolve("validation_list.txt"));
        assertTrue(
                refusal(new SpeechCommandsV2(), folder).startsWith("data must come with validation_list.txt"),
                "its clips would be trained on");
    }

    @Test
    void voxCelebSplitsByItsListAndTakesBothArchives() throws IOException {
        Miniature set = set("vox1")
                .list(
                        "iden_split.txt",
                        "3 id10001/1zcIwhmdeo4/00001.wav",
                        "1 id10001/7gWzIy6yIIk/00001.wav",
                        "2 id10309/0b1inHMAr6o/00002.wav",
                        "1 id10309/0b1inHMAr6o/00003.wav")
                .sounds("dev/wav/id10001/1zcIwhmdeo4/00001.wav", "dev/wav/id10001/7gWzIy6yIIk/00001.wav")
                .sounds("test/wav/id10309/0b1inHMAr6o/00002.wav");
        DownstreamClips clips = new VoxCeleb1().read(set.root());
        assertEquals(
                List.of(
                        "dev/wav/id10001/1zcIwhmdeo4/00001.wav id10001 null test id10001/1zcIwhmdeo4",
                        "dev/wav/id10001/7gWzIy6yIIk/00001.wav id10001 null train id10001/7gWzIy6yIIk",
                        "test/wav/id10309/0b1inHMAr6o/00002.wav id10309 null valid id10309/0b1inHMAr6o"),
                Miniature.rows(clips));
        assertEquals(1, clips.missing());
        assertTrue(
                clips.problems().contains("train has 1 of 138361 clips"),
                clips.problems().toString());

        for (String line : List.of("4 a/b/c.wav", "1 /etc/x/passwd", "1 ../../x.wav", "1 a/b", "nothing")) {
            set.list("iden_split.txt", "1 id10001/7gWzIy6yIIk/00001.wav", line);
            assertTrue(refusal(new VoxCeleb1(), set.root()).contains("; line 2 of "), line);
        }
        Files.delete(set.root().resolve("iden_split.txt"));
        assertTrue(refusal(new VoxCeleb1(), set.root()).startsWith("data must come with iden_split.txt"));
    }

    @Test
    void nsynthIsReadNoteByNote() throws IOException {
        String note = "\"note\": 1, \"qualities\": [0, 1], \"sample_rate\": 16000, \"instrument_str\": \"%s\","
                + " \"instrument_family_str\": \"%s\", \"extra\": {\"a\": null}";
        Miniature set = set("nsynth")
                .list(
                        "nsynth-train/examples.json",
                        "{\"a-1\": {" + String.format(note, "guitar_1", "guitar") + "},",
                        "\"a-2\": {" + String.format(note, "guitar_1", "guitar") + "}}")
                .list("nsynth-test/examples.json", "{\"b-1\": {" + String.format(note, "bass_2", "bass") + "}}")
                .sounds("nsynth-train/audio/a-1.wav", "nsynth-test/audio/b-1.wav");
        DownstreamClips clips = new NSynth().read(set.root());
        assertEquals(
                List.of(
                        "nsynth-train/audio/a-1.wav guitar null train guitar_1",
                        "nsynth-test/audio/b-1.wav bass null test bass_2"),
                Miniature.rows(clips));
        assertEquals(
                "2 listed files are missing: nsynth-train/audio/a-2.wav, nsynth-valid/examples.json",
                clips.problems().get(0));

        for (String damaged : List.of("", "[]", "{\"a\": 1}", "{\"a\": {\"instrument_str\": {}}}", "{\"a\": {", "{a")) {
            set.list("nsynth-train/examples.json", damaged);
            assertTrue(
                    assertThrows(IOException.class, () -> new NSynth().read(set.root()), damaged)
                            .getMessage()
                            .contains("examples.json is not a valid list of notes"),
                    damaged);
        }
        set.list("nsynth-train/examples.json", "{\"../../../x\": {" + String.format(note, "i", "f") + "}}");
        assertTrue(refusal(new NSynth(), set.root()).contains("says nsynth-train/audio/../../../x.wav"));
    }

    @Test
    void fsd50kHasSeveralLabelsForAClip() throws IOException {
        Miniature set = set("FSD50K")
                .list(
                        "FSD50K.ground_truth/dev.csv",
                        "fname,labels,mids,split",
                        "64760,\"Electric_guitar,Guitar,Music\",\"/m/02sgy,/m/0342h,/m/04rlf\",train",
                        "16399,Guitar,/m/0342h,val")
                .list("FSD50K.ground_truth/eval.csv", "fname,labels,mids", "37199,\"Guitar,Music\",\"/m/a,/m/b\"")
                .list("FSD50K.ground_truth/vocabulary.csv", "0,Electric_guitar,/m/a", "1,Guitar,/m/b", "2,Music,/m/c")
                .sounds("FSD50K.dev_audio/64760.wav", "FSD50K.dev_audio/16399.wav", "FSD50K.eval_audio/37199.wav");
        DownstreamClips clips = new Fsd50k().read(folder);
        assertEquals(
                List.of(
                        "FSD50K.dev_audio/64760.wav Electric_guitar;Guitar;Music null train null",
                        "FSD50K.dev_audio/16399.wav Guitar null valid null",
                        "FSD50K.eval_audio/37199.wav Guitar;Music null test null"),
                Miniature.rows(clips));
        assertEquals(List.of("Guitar", "Music"), clips.manifest().clips().get(2).labels());
        assertEquals(3, clips.classes());
        assertEquals(Map.of("train", 1, "valid", 1, "test", 1), clips.parts());

        set.list("FSD50K.ground_truth/eval.csv", "fname,labels,mids", "37199,Noise,/m/a");
        assertTrue(refusal(new Fsd50k(), folder).contains("line 2 of "), "a label outside of the vocabulary");
        Files.delete(set.root().resolve("FSD50K.ground_truth/eval.csv"));
        assertEquals(
                "1 listed file is missing: FSD50K.ground_truth/eval.csv",
                new Fsd50k().read(folder).problems().get(0));
    }
}
