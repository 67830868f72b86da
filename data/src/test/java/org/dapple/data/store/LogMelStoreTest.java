package org.dapple.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.dapple.core.files.BusyException;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.StoredClip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogMelStoreTest {
    private static final int BANDS = 4;
    private static final Map<String, String> PROVENANCE = Map.of("made", "by a test");

    @TempDir
    Path folder;

    /** Clips of 1 to 40 frames; every seventh is skipped, every fifth skipped after some frames. */
    private static void write(LogMelStoreWriter writer, int until) throws IOException {
        for (int clip = writer.done(); clip < until; clip++) {
            if (clip % 7 == 3) {
                writer.skip("broken");
                continue;
            }
            for (float[] piece : List.of(values(clip, 0), values(clip, 1))) {
                writer.append(piece);
            }
            if (clip % 5 == 4) {
                writer.skip("broken on the way");
            } else {
                writer.commit("hash" + clip);
            }
        }
    }

    private static float[] values(int clip, int piece) {
        SplittableRandom random = new SplittableRandom(100L * clip + piece);
        float[] values = new float[(1 + random.nextInt(20)) * BANDS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() * 24 - 16);
        }
        return values;
    }

    private static Map<String, byte[]> bytes(Path store) throws IOException {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.sorted().toList()) {
                bytes.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return bytes;
    }

    static void assertSameBytes(Path expected, Path actual) throws IOException {
        Map<String, byte[]> want = bytes(expected);
        Map<String, byte[]> got = bytes(actual);
        assertEquals(want.keySet(), got.keySet());
        want.forEach((file, content) -> assertArrayEquals(content, got.get(file), file));
    }

    private static StoreJob job(StorePrecision precision) {
        return SmallStores.job(SmallStores.clips("c", 60), BANDS, precision, 40L * BANDS * precision.bytes());
    }

    private Path whole(StorePrecision precision) throws IOException {
        Path store = folder.resolve("whole");
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(store, job(precision))) {
            write(writer, 60);
            writer.finish(PROVENANCE);
        }
        return store;
    }

    /** Stores of clips without sources are what they were before clips had sources. */
    @Test
    void sourcesAreKeptAndOnlyWrittenWhereThereAreSome() throws IOException {
        List<Clip> plain = SmallStores.clips("c", 2);
        List<Clip> known =
                List.of(plain.get(0), new Clip("c1", Path.of("/sounds", "c1"), null, null, "train", "speaker, 1"));
        String header = "filename,label,fold,split,shard,offset,frames,sha256,source";
        assertEquals(List.of(header, ""), sources(plain, "plain"));
        assertEquals(List.of(header + ",clip_source", "speaker, 1"), sources(known, "known"));
        assertNotEquals(
                SmallStores.job(plain, BANDS, StorePrecision.FP32, 1 << 20).fingerprint(),
                SmallStores.job(known, BANDS, StorePrecision.FP32, 1 << 20).fingerprint());
    }

    /** The header of a store's index, and the source of its second clip. */
    private List<String> sources(List<Clip> clips, String name) throws IOException {
        Path path = folder.resolve(name);
        StoreJob job = SmallStores.job(clips, BANDS, StorePrecision.FP32, 1 << 20);
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(path, job)) {
            for (int i = 0; i < clips.size(); i++) {
                writer.append(values(i, 0));
                writer.commit("hash" + i);
            }
            writer.finish(PROVENANCE);
        }
        try (LogMelStore store = LogMelStore.open(path)) {
            assertEquals(clips, store.clips().stream().map(StoredClip::clip).toList());
            String header = Files.readAllLines(path.resolve("index.csv")).get(0);
            return List.of(header, Objects.toString(store.clips().get(1).clip().source(), ""));
        }
    }

    @ParameterizedTest
    @EnumSource(StorePrecision.class)
    void whatIsWrittenIsReadAcrossShards(StorePrecision precision) throws IOException {
        double tolerance = precision == StorePrecision.FP16 ? 4e-3 : 0;
        Path path = whole(precision);
        try (LogMelStore store = LogMelStore.open(path)) {
            store.verify();
            assertTrue(bytes(path).size() > 12, "many shards");
            assertEquals(60, store.clips().size() + store.skipped().size());
            assertEquals("broken", store.skipped().get(0).reason());
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (StoredClip clip : store.clips()) {
                int number = Integer.parseInt(clip.clip().filename().substring(1));
                assertEquals("hash" + number, clip.contentHash());
                assertEquals(number % 2 == 0 ? "even" : null, clip.clip().label());
                FloatBuffer read = FloatBuffer.allocate(clip.frames() * BANDS);
                store.read(clip, 0, clip.frames(), read);
                float[] first = values(number, 0);
                float[] second = values(number, 1);
                for (int i = 0; i < read.capacity(); i++) {
                    float expected = i < first.length ? first[i] : second[i - first.length];
                    assertEquals(expected, read.get(i), tolerance);
                    sum += read.get(i);
                    squares += (double) read.get(i) * read.get(i);
                }
                count += read.capacity();
                FloatBuffer last = FloatBuffer.allocate(BANDS);
                store.read(clip, clip.frames() - 1, 1, last);
                assertEquals(read.get(read.capacity() - 1), last.get(BANDS - 1));
            }
            assertEquals(sum / count, store.normalization().mean(), 1e-4);
            assertEquals(
                    Math.sqrt(squares / count - sum / count * sum / count),
                    store.normalization().std(),
                    1e-4);
        }
    }

    /** As after kills: the process ends between any two clips, in the middle of one, or loses what was not forced. */
    @Test
    void aStoreThatWasInterruptedAnywhereHasTheSameBytes() throws IOException {
        Path whole = whole(StorePrecision.FP16);
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 8; round++) {
            Path store = folder.resolve("interrupted" + round);
            for (int kill = 0; kill < 5; kill++) {
                try (LogMelStoreWriter writer = LogMelStoreWriter.open(store, job(StorePrecision.FP16))) {
                    write(writer, Math.min(59, writer.done() + random.nextInt(20)));
                    writer.append(values(1000 + kill, 0)); // frames of a clip that is not finished
                }
                damage(store, random);
            }
            try (LogMelStoreWriter writer = LogMelStoreWriter.open(store, job(StorePrecision.FP16))) {
                write(writer, 60);
                writer.finish(PROVENANCE);
            }
            assertSameBytes(whole, store);
        }
    }

    /** Writes clip after clip and says so, until it is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            try (LogMelStoreWriter writer = LogMelStoreWriter.open(Path.of(arguments[0]), job(StorePrecision.FP16))) {
                while (writer.done() < 60) {
                    write(writer, writer.done() + 1);
                    System.out.println(writer.done());
                }
            }
        }
    }

    @Test
    void aStoreWhoseProcessWasKilledFiveTimesHasTheSameBytes() throws IOException, InterruptedException {
        Path whole = whole(StorePrecision.FP16);
        Path store = folder.resolve("killed");
        SplittableRandom random = new SplittableRandom(11);
        for (int kill = 0; kill < 5; kill++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            store.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines = child.inputReader()) {
                for (int seen = 1 + random.nextInt(9); seen > 0; seen--) {
                    assertNotNull(lines.readLine(), "the process ended by itself");
                }
                child.destroyForcibly();
                child.waitFor();
            }
        }
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(store, job(StorePrecision.FP16))) {
            assertTrue(writer.done() >= 5, "nothing was kept");
            write(writer, 60);
            writer.finish(PROVENANCE);
        }
        assertSameBytes(whole, store);
    }

    /** Only the index of a store is in memory: 200 000 clips in less than 600 bytes each, whatever their length. */
    @Test
    void manyClipsNeedLittleMemory() throws IOException {
        int count = 200_000;
        Path path = folder.resolve("many");
        StoreJob job = SmallStores.job(SmallStores.clips("balanced/Y", count), BANDS, StorePrecision.FP16, 1 << 20);
        String hash = "0123456789abcdef".repeat(4);
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(path, job)) {
            for (int clip = 0; clip < count; clip++) {
                writer.append(new float[] {clip % 100, 1, 2, 3});
                writer.commit(hash);
            }
            writer.finish(PROVENANCE);
        }
        long before = usedMemory();
        try (LogMelStore store = LogMelStore.open(path)) {
            long bytes = usedMemory() - before;
            assertEquals(count, store.clips().size());
            assertTrue(bytes < 600L * count, bytes / count + " bytes for a clip");
            FloatBuffer read = FloatBuffer.allocate(BANDS);
            store.read(store.clips().get(123_456), 0, 1, read);
            assertEquals(56, read.get(0));
        }
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** A torn journal line, or an unfinished shard whose last bytes never came to the disk. */
    private static void damage(Path store, SplittableRandom random) throws IOException {
        int kind = random.nextInt(3);
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.toList()) {
                boolean journal = file.endsWith("journal.jsonl");
                boolean shard = file.toString().endsWith(".unfinished");
                byte[] content = Files.readAllBytes(file);
                if (journal && kind == 0) {
                    Files.write(file, Arrays.copyOf(content, content.length + 1)); // a byte of nothing
                } else if (shard && kind == 1) {
                    Files.write(file, Arrays.copyOf(content, content.length / 2));
                } else if (shard && kind == 2 && content.length > 0) {
                    content[random.nextInt(content.length)] ^= 4;
                    Files.write(file, content);
                }
            }
        }
    }

    @Test
    void aKillDuringTheLastFilesIsNoMatter() throws IOException {
        Path whole = whole(StorePrecision.FP32);
        Path store = folder.resolve("store");
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(store, job(StorePrecision.FP32))) {
            write(writer, 60);
        }
        byte[] journal = Files.readAllBytes(store.resolve("journal.jsonl"));
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(store, job(StorePrecision.FP32))) {
            writer.finish(PROVENANCE);
        }
        Files.delete(store.resolve("store.json")); // all shards have their names, but the store is not finished
        Files.write(store.resolve("journal.jsonl"), journal);
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(store, job(StorePrecision.FP32))) {
            assertEquals(60, writer.done());
            writer.finish(PROVENANCE);
        }
        assertSameBytes(whole, store);
    }

    @Test
    void anotherJobAndAnotherProcessAreKeptOut() throws IOException {
        Path store = folder.resolve("store");
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(store, job(StorePrecision.FP32))) {
            write(writer, 5);
            BusyException busy =
                    assertThrows(BusyException.class, () -> LogMelStoreWriter.open(store, job(StorePrecision.FP32)));
            assertTrue(String.valueOf(busy.getMessage()).contains("is in use by this process"), busy.getMessage());
        }
        ConfigurationException other = assertThrows(
                ConfigurationException.class, () -> LogMelStoreWriter.open(store, job(StorePrecision.FP16)));
        assertTrue(other.getMessage().contains("an unfinished store of other clips or settings"), other.getMessage());
    }

    @Test
    void damageIsFound() throws IOException {
        Path store = whole(StorePrecision.FP32);
        Path shard = store.resolve("shard-00002.fp32");
        byte[] content = Files.readAllBytes(shard);
        content[5] ^= 1;
        Files.write(shard, content);
        IOException wrong =
                assertThrows(IOException.class, () -> LogMelStore.open(store).verify());
        assertTrue(wrong.getMessage().contains("shard-00002.fp32 is damaged"), wrong.getMessage());
        Files.write(shard, Arrays.copyOf(content, 9));
        IOException shorter = assertThrows(IOException.class, () -> LogMelStore.open(store));
        assertTrue(shorter.getMessage().contains("it has 9 bytes instead of 640"), shorter.getMessage());
    }

    @Test
    void halfPrecisionRoundsToTheNearest() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.decode((short) bits);
            if (!Float.isNaN(value)) {
                assertEquals((short) bits, HalfFloat.encode(value));
            }
            float next = HalfFloat.decode((short) (bits + 1));
            if (Float.isFinite(next) && Float.isFinite(value) && (bits & 0x7FFF) != 0x7FFF) {
                float middle = value + (next - value) / 2;
                assertEquals((short) (bits + (bits & 1)), HalfFloat.encode(middle), "a tie goes to the even one");
                assertEquals((short) bits, HalfFloat.encode(value + (next - value) * 0.49f));
            }
        }
        assertTrue(Float.isNaN(HalfFloat.decode(HalfFloat.encode(Float.NaN))));
        assertEquals(Float.NEGATIVE_INFINITY, HalfFloat.decode(HalfFloat.encode(-70000)));
    }
}
