package org.dapple.data.downstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dapple.core.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets whose split comes from a list that the user has of EVAR or others. */
class EvarListsTest {
    private static final String[] CREMA_ROWS = {
        "file_name,label,speaker_id,split", "1001_DFA_ANG_XX.wav,ANG,1001,test", "1002_IEO_HAP_HI.wav,HAP,1002,train"
    };

    @TempDir
    Path folder;

    private Miniature set(String name) {
        return new Miniature(folder.resolve(name));
    }

    private static String refusal(DownstreamSet set, Path path) {
        return assertThrows(ConfigurationException.class, () -> set.read(path)).getMessage();
    }

    /** In each of the places that {@link DownstreamSet} names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cremad.csv",
                "metadata/cremad.csv",
                "evar/metadata/cremad.csv",
                "evar/predefined/cremad.csv",
                "../cremad.csv",
                "../metadata/cremad.csv",
                "../evar/metadata/cremad.csv",
                "../evar/predefined/cremad.csv"
            })
    void cremaDSplitsSpeakersByEvarsList(String place) throws IOException {
        Miniature set = set("CREMA-D").sounds("AudioWAV/1001_DFA_ANG_XX.wav", "AudioWAV/1002_IEO_HAP_HI.wav");
        assertEquals(
                "data must come with cremad.csv, which splits CREMA-D: get evar/metadata/cremad.csv of EVAR"
                        + " (github.com/nttcslab/eval-audio-repr) and put it into " + set.root(),
                refusal(new CremaD(), set.root()));
        set.list(place, CREMA_ROWS);
        DownstreamClips clips = new CremaD().read(set.root());
        assertEquals(
                List.of(
                        "AudioWAV/1001_DFA_ANG_XX.wav ANG null test 1001",
                        "AudioWAV/1002_IEO_HAP_HI.wav HAP null train 1002"),
                Miniature.rows(clips));
        assertTrue(
                clips.problems().contains("valid has 0 of 732 clips"),
                clips.problems().toString());
    }

    @Test
    void cremaDMayLieDirectlyInItsFolder() throws IOException {
        Miniature set = set("cremad").sounds("1001_DFA_ANG_XX.wav").list("cremad.csv", CREMA_ROWS);
        assertEquals(List.of("1001_DFA_ANG_XX.wav ANG null test 1001"), Miniature.rows(new CremaD().read(folder)));
        for (String row : List.of("1001_DFA_JOY_XX.wav,x,1,test", "a.wav,x,1,test", "1001_DFA_ANG_XX.wav,x,1,both")) {
            set.list("cremad.csv", CREMA_ROWS[0], row);
            assertTrue(refusal(new CremaD(), folder).contains("; line 2 of "), row);
        }
        set.list("cremad.csv", CREMA_ROWS[0], "../../1_2_ANG_4.wav,ANG,1,test");
        assertTrue(refusal(new CremaD(), folder).contains("must name files inside the set's folder; line 2 of "));
    }

    @Test
    void gtzanTakesTheFilteredListsAndSaysThatAClipIsDamaged() throws IOException {
        Miniature set = set("gtzan/genres")
                .sounds("blues/blues.00029.wav", "jazz/jazz.00054.wav", "rock/rock.00001.au", "rock/rock.00002.wav");
        assertTrue(refusal(new Gtzan(), folder.resolve("gtzan")).startsWith("data must come with train_filtered.txt"));
        set.list("../train_filtered.txt", "blues/blues.00029.wav", "jazz/jazz.00054.wav")
                .list("../valid_filtered.txt", "rock/rock.00001.wav")
                .list("../test_filtered.txt", "blues/blues.00011.wav");
        DownstreamClips clips = new Gtzan().read(folder.resolve("gtzan"));
        assertEquals(
                List.of(
                        "blues/blues.00029.wav blues null train null",
                        "jazz/jazz.00054.wav jazz null train null",
                        "rock/rock.00001.au rock null valid null"),
                Miniature.rows(clips));
        assertEquals(
                "1 listed file is missing: blues/blues.00011.wav",
                clips.problems().get(0));
        String damaged = "jazz/jazz.00054.wav is damaged, as in many copies: take it from another copy";
        assertFalse(clips.problems().contains(damaged));
        for (String content : List.of("", "RI", "not a RIFF file")) {
            Files.writeString(set.root().resolve("jazz/jazz.00054.wav"), content);
            assertTrue(new Gtzan().read(set.root()).problems().contains(damaged), content);
        }
        set.list("../test_filtered.txt", "blues/blues.00011.wav", "../rock.00001.wav");
        assertTrue(refusal(new Gtzan(), set.root()).contains("; line 2 of "));
    }

    @Test
    void gtzanTakesEvarsListAndLeavesOutWhatHasNoSplit() throws IOException {
        set("gtzan")
                .sounds("blues/blues.00000.wav", "blues/blues.00001.wav")
                .list(
                        "gtzan.csv",
                        "file_name,label,split",
                        "blues/blues.00000.wav,blues,",
                        "blues/blues.00001.wav,blues,valid");
        assertEquals(List.of("blues/blues.00001.wav blues null valid null"), Miniature.rows(new Gtzan().read(folder)));
    }

    @Test
    void voxForgeSplitsSubmissions() throws IOException {
        Miniature set = set("voxforge").sounds("anna-2008-ab/wav/de5-001.wav", "anonymous-2010-cd/wav/a.wav");
        assertTrue(refusal(new VoxForge(), folder).contains("get evar/metadata/voxforge.csv of EVAR"));
        set("other/wav").sounds("a.wav"); // looks like a submission of the folder above
        set.list(
                "voxforge.csv",
                ",file_name,label,split",
                "0,anna-2008-ab/wav/de5-001.wav,de,train",
                "1,anonymous-2010-cd/wav/a.wav,ru,test",
                "2,anonymous-2010-cd/wav/b.wav,ru,test");
        DownstreamClips clips = new VoxForge().read(folder);
        assertEquals(
                List.of(
                        "anna-2008-ab/wav/de5-001.wav de null train anna-2008-ab",
                        "anonymous-2010-cd/wav/a.wav ru null test anonymous-2010-cd"),
                Miniature.rows(clips));
        assertEquals(
                List.of(
                        "1 listed file is missing: anonymous-2010-cd/wav/b.wav",
                        "the set has 2 of 176428 clips",
                        "the set has 2 of 6 classes"),
                clips.problems());
        set.list("voxforge.csv", "file_name,label,split", "/etc/passwd,de,train");
        assertTrue(refusal(new VoxForge(), folder).contains("must name files inside the set's folder; line 2 of "));
    }

    @Test
    void surgeSplitsTonesAndKnowsPitchesByNumber() throws IOException {
        Miniature set = set("surge").sounds("Bass 1/21.ogg", "Bass 1/108.ogg", "Lead/60.ogg", "Unlisted/60.ogg");
        assertTrue(refusal(new Surge(), folder).contains("get evar/predefined/dataset_surge_tone_splits.csv of EVAR"));
        set.list(
                "../evar/predefined/dataset_surge_tone_splits.csv",
                "tone,split",
                "Bass 1,train",
                "Lead,valid",
                "X,test");
        DownstreamClips clips = new Surge().read(folder);
        assertEquals(
                List.of(
                        "Bass 1/108.ogg 108 null train Bass 1",
                        "Bass 1/21.ogg 21 null train Bass 1",
                        "Lead/60.ogg 60 null valid Lead"),
                Miniature.rows(clips));
        assertEquals("1 listed file is missing: X/*.ogg", clips.problems().get(0));
        assertTrue(
                clips.problems().contains("train has 2 of 148896 clips"),
                clips.problems().toString());
        set.list("../evar/predefined/dataset_surge_tone_splits.csv", "tone,split", "../surge/Lead/..,train");
        assertTrue(refusal(new Surge(), folder).contains("must name files inside the set's folder; line 2 of "));
    }
}
