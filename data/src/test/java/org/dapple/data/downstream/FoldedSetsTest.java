package org.dapple.data.downstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ESC-50 and UrbanSound8K, and what all sets do with incomplete and hostile lists. */
class FoldedSetsTest {
    private static final String HEADER = "filename,fold,target,category,esc10,src_file,take";

    @TempDir
    Path folder;

    private Miniature esc50(String... rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        lines.addAll(List.of(rows));
        return new Miniature(folder.resolve("ESC-50-master")).list("meta/esc50.csv", lines.toArray(String[]::new));
    }

    private Miniature three() throws IOException {
        return esc50(
                        "1-100032-A-0.wav,1,0,dog,True,100032,A",
                        "1-100032-B-0.wav,1,0,dog,True,100032,B",
                        "5-9032-A-0.wav,5,49,hand_saw,False,9032,A")
                .sounds("audio/1-100032-A-0.wav", "audio/5-9032-A-0.wav");
    }

    @Test
    void esc50HasFoldsAndTheRecordingsItWasCutFrom() throws IOException {
        Path root = three().sounds("audio/1-100032-B-0.wav").root();
        DownstreamClips clips = new Esc50().read(root);
        assertEquals(
                List.of(
                        "audio/1-100032-A-0.wav dog 1 null 100032",
                        "audio/1-100032-B-0.wav dog 1 null 100032",
                        "audio/5-9032-A-0.wav hand_saw 5 null 9032"),
                Miniature.rows(clips));
        assertEquals(Map.of("1", 2, "2", 0, "3", 0, "4", 0, "5", 1), clips.parts());
        assertEquals(2, clips.classes());
        assertEquals(
                Miniature.rows(clips), Miniature.rows(new Esc50().read(folder)), "found from the folder above as well");
    }

    @Test
    void whatIsMissingIsCountedAndNamed() throws IOException {
        DownstreamClips clips = new Esc50().read(three().root());
        assertFalse(clips.complete());
        assertEquals(
                List.of(
                        "1 listed file is missing: audio/1-100032-B-0.wav",
                        "the set has 2 of 2000 clips",
                        "fold 1 has 1 of 400 clips",
                        "fold 2 has 0 of 400 clips",
                        "fold 3 has 0 of 400 clips",
                        "fold 4 has 0 of 400 clips",
                        "fold 5 has 1 of 400 clips",
                        "the set has 2 of 50 classes"),
                clips.problems());
    }

    /** 2000 empty files: no sound is read. */
    @Test
    void aCompleteSetHasNoProblems() throws IOException {
        List<String> rows = new ArrayList<>();
        Path audio = Files.createDirectories(folder.resolve("ESC-50-master/audio"));
        for (int i = 0; i < 2000; i++) {
            rows.add(i + ".wav," + (1 + i % 5) + "," + i / 40 + ",class" + i / 40 + ",False," + i + ",A");
            Files.createFile(audio.resolve(i + ".wav"));
        }
        Path root = esc50(rows.toArray(String[]::new)).root();
        assertEquals(List.of(), new Esc50().read(root).problems());
        Files.delete(audio.resolve("7.wav"));
        assertEquals(
                List.of(
                        "1 listed file is missing: audio/7.wav",
                        "the set has 1999 of 2000 clips",
                        "fold 3 has 399 of 400 clips"),
                new Esc50().read(root).problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../secret.wav", "../../../../../../../../etc/passwd", "..", "../audio/..", "a\0b"})
    void aListCannotNameFilesOutside(String name) throws IOException {
        Files.writeString(folder.resolve("secret.wav"), "private");
        Path root = three().root();
        Path csv = root.resolve("meta/esc50.csv");
        Files.writeString(csv, HEADER + "\n5-9032-A-0.wav,5,49,hand_saw,False,9032,A\n" + name + ",1,0,dog,True,1,A\n");
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> new Esc50().read(root));
        assertEquals("data", refused.key());
        assertTrue(refused.getMessage().contains("line 3 of " + csv + " says audio/" + name), refused.getMessage());
    }

    @Test
    void aFileThatIsListedTwiceCountsOnce() throws IOException {
        Path root = esc50("a.wav,1,0,dog,True,1,A", "a.wav,2,0,dog,True,1,A")
                .sounds("audio/a.wav")
                .root();
        DownstreamClips clips = new Esc50().read(root);
        assertEquals(List.of("audio/a.wav dog 1 null 1"), Miniature.rows(clips));
        assertTrue(
                clips.problems().contains("esc50.csv lists audio/a.wav twice"),
                clips.problems().toString());
    }

    @Test
    void listsThatAreNoneAreRefused() throws IOException {
        Path root = three().root();
        Path csv = root.resolve("meta/esc50.csv");
        Files.writeString(csv, "filename,fold\na.wav,1\n");
        assertEquals(
                "data must have readable lists; " + csv
                        + " must have the columns filename, fold, category, src_file; it has filename, fold",
                assertThrows(ConfigurationException.class, () -> new Esc50().read(root))
                        .getMessage());
        Files.writeString(csv, HEADER + "\na.wav,1\n");
        assertTrue(assertThrows(ConfigurationException.class, () -> new Esc50().read(root))
                .getMessage()
                .contains("line 2 of " + csv + " has 2 cells"));
        Files.writeString(csv, HEADER + "\n\"a.wav,1\n");
        assertThrows(ConfigurationException.class, () -> new Esc50().read(root));
        Files.write(csv, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
        assertThrows(ConfigurationException.class, () -> new Esc50().read(root));
    }

    @Test
    void urbanSoundHasTenFoldsAndTheRecordingsItWasCutFrom() throws IOException {
        Miniature set = new Miniature(folder.resolve("UrbanSound8K"))
                .list(
                        "metadata/UrbanSound8K.csv",
                        "slice_file_name,fsID,start,end,salience,fold,classID,class",
                        "100032-3-0-0.wav,100032,0.0,0.317551,1,5,3,dog_bark",
                        "100263-2-0-117.wav,100263,58.5,62.5,1,10,2,children_playing",
                        "100263-2-0-121.wav,100263,60.5,64.5,1,10,2,children_playing")
                .sounds("audio/fold5/100032-3-0-0.wav", "audio/fold10/100263-2-0-117.wav");
        DownstreamClips clips = new UrbanSound8k().read(folder);
        assertEquals(
                List.of(
                        "audio/fold5/100032-3-0-0.wav dog_bark 5 null 100032",
                        "audio/fold10/100263-2-0-117.wav children_playing 10 null 100263"),
                Miniature.rows(clips));
        assertEquals(
                "1 listed file is missing: audio/fold10/100263-2-0-121.wav",
                clips.problems().get(0));
        assertTrue(
                clips.problems().contains("fold 10 has 1 of 837 clips"),
                clips.problems().toString());
        Path csv = folder.resolve("manifest.csv");
        clips.manifest().write(csv);
        assertEquals(
                "UrbanSound8K/audio/fold5/100032-3-0-0.wav",
                Manifest.read(csv).clips().get(0).filename());
        assertEquals("100263", Manifest.read(csv).clips().get(1).source());
        assertEquals(set.root(), clips.root());
    }
}
