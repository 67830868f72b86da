package org.dapple.data.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeardClipsTest {
    @TempDir
    Path folder;

    @Test
    void aListIsReadBackAsItWasWritten() throws IOException {
        Clip known = new Clip("a, b.wav", folder.resolve("a, b.wav"), null, null, null, "speaker \"3\"");
        Clip unknown = new Clip("c.wav", folder.resolve("c.wav"), null, null, null);
        List<HeardClip> clips =
                HeardClip.of(List.of(new StoredClip(known, "01", 0, 7), new StoredClip(unknown, "02", 7, 9)));
        String corpus = CorpusName.of(List.of(known));
        assertEquals(new HeardClip("a, b.wav", 7, "01", "speaker \"3\"", corpus, false), clips.get(0));
        Path csv = folder.resolve("clips.csv");
        HeardClips.write(csv, clips);
        assertEquals(clips, HeardClips.list(csv));
        assertFalse(Files.readString(csv).contains(folder.getParent().toString()), "no path of the machine");
    }

    @Test
    void listsOfOlderVersionsAreRead() throws IOException {
        Path csv = Files.writeString(
                folder.resolve("clips.csv"), "filename,frames,sha256\na.wav,7,01\nb.npy,8,not-of-sound-02\n");
        List<HeardClip> clips = HeardClips.list(csv);
        assertEquals(new HeardClip("a.wav", 7, "01", null, "", false), clips.get(0));
        assertTrue(clips.get(0).isOfSound());
        assertFalse(clips.get(1).isOfSound());
    }

    @Test
    void damagedListsAreRefused() throws IOException {
        Path csv = Files.writeString(folder.resolve("clips.csv"), "filename,frames,sha256\na.wav,many,01\n");
        assertTrue(assertThrows(IOException.class, () -> HeardClips.list(csv))
                .getMessage()
                .contains("is damaged"));
    }
}
