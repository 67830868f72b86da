package org.dapple.core.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    @TempDir
    Path folder;

    @Test
    void aFileThatCouldNotBeFinishedLeavesTheOldOne() throws IOException {
        Path file = folder.resolve("a/b.txt");
        AtomicFile.write(file, new byte[] {'1'});
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write('2');
                    throw new IOException("disk full");
                }));
        assertEquals("1", Files.readString(file));
        try (var files = Files.list(folder.resolve("a"))) {
            assertEquals(1, files.count(), "nothing unfinished is left");
        }
    }

    @Test
    void jsonKeepsWholeNumbersWhole() throws IOException {
        Path file = folder.resolve("a.json");
        Json.write(file, Map.of("step", 12345678901L, "rate", 0.1, "names", List.of("<a>")));
        Map<String, Object> tree = Json.read(file);
        assertEquals(12345678901L, tree.get("step"));
        assertEquals(0.1, tree.get("rate"));
        assertEquals(List.of("<a>"), tree.get("names"));
        assertThrows(IOException.class, () -> Json.parse("[1]", "a list"));
        assertThrows(IOException.class, () -> Json.parse("{", "half"));
        assertThrows(IllegalArgumentException.class, () -> Json.line(Map.of("loss", Double.NaN)));
    }

    @Test
    void filesOfNewerVersionsAreRefusedByName() throws IOException {
        Path file = folder.resolve("run.json");
        Json.write(file, Map.of("step", 1L));
        assertEquals(Map.of("step", 1L), FileFormat.read(file, 1), "older files have no version");
        Json.write(file, Map.of(FileFormat.KEY, 2L));
        assertEquals(2L, FileFormat.read(file, 2).get(FileFormat.KEY));
        String refusal =
                assertThrows(IOException.class, () -> FileFormat.read(file, 1)).getMessage();
        assertTrue(
                refusal.contains(file + " was written by a newer version of Dapple (format 2, known: 1 to 1)"),
                refusal);
    }

    @Test
    void aFolderHoldsOneRun() throws IOException {
        RunDirectory run = RunDirectory.create(folder.resolve("run"));
        assertTrue(Files.isDirectory(run.cache()));
        assertThrows(ConfigurationException.class, () -> RunDirectory.open(run.root(), "run"));
        Json.write(run.description(), Map.of());
        assertEquals(run, RunDirectory.open(run.root(), "run"));
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> RunDirectory.create(run.root()));
        assertTrue(refusal.getMessage().contains("--resume"), refusal.getMessage());
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThrows(ConfigurationException.class, () -> RunDirectory.create(file.resolve("run")));
    }

    @Test
    void soundIsRecognisedByItsSamples() {
        Waveform sound = new Waveform(new float[] {0.1f, -0.2f}, 16000);
        assertEquals(sound.contentHash(), new Waveform(new float[] {0.1f, -0.2f}, 16000).contentHash());
        assertNotEquals(sound.contentHash(), new Waveform(new float[] {0.1f, -0.3f}, 16000).contentHash());
        assertNotEquals(sound.contentHash(), new Waveform(new float[] {0.1f, -0.2f}, 8000).contentHash());
        assertEquals(5, sound.paddedTo(5).samples().length);
        assertSame(sound, sound.paddedTo(2));
        assertEquals(0.000125, sound.seconds(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> new Waveform(new float[0], 0));
    }

    @Test
    void seedsDifferByPurposeEpochStepAndRun() {
        Seeds seeds = new Seeds(1);
        long seed = seeds.of(Seeds.Purpose.MASK, 0, 5);
        assertEquals(seed, new Seeds(1).of(Seeds.Purpose.MASK, 0, 5));
        assertNotEquals(seed, seeds.of(Seeds.Purpose.CROP, 0, 5));
        assertNotEquals(seed, seeds.of(Seeds.Purpose.MASK, 1, 5));
        assertNotEquals(seed, seeds.of(Seeds.Purpose.MASK, 0, 6));
        assertNotEquals(seed, seeds.of(Seeds.Purpose.MASK, 5, 0));
        assertNotEquals(seed, new Seeds(2).of(Seeds.Purpose.MASK, 0, 5));
        assertFalse(seeds.host(Seeds.Purpose.ORDER, 0, 0).nextLong()
                == seeds.host(Seeds.Purpose.ORDER, 1, 0).nextLong());
    }

    /** Such maps come in another order in each process. */
    @Test
    void entriesWithoutAnOrderAreSorted() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        ordered.put("z", List.of(Map.of("d", 1, "c", 2, "b", 3, "a", 4)));
        ordered.put("y", new HashMap<>(Map.of("k", 1, "j", 2)));
        assertEquals("{\"z\":[{\"a\":4,\"b\":3,\"c\":2,\"d\":1}],\"y\":{\"j\":2,\"k\":1}}", Json.line(ordered));
    }
}
