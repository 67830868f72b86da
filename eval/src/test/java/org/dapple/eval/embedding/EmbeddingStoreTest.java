package org.dapple.eval.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dapple.core.files.Fingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingStoreTest {
    private static final String ENCODER = new Fingerprint().add("an encoder").finish();
    private static final int HEADER = 60;
    private static final int WIDTH = 5;
    private static final int RECORD = 64 + 4 * WIDTH + 4;

    @TempDir
    Path folder;

    private EmbeddingStore open() throws IOException {
        return EmbeddingStore.open(folder, ENCODER, 2.5);
    }

    private static String file(int clip) {
        return new Fingerprint().add("file " + clip).finish();
    }

    private static StoredEmbedding embedding(int clip) {
        Random random = new Random(clip);
        float[] vector = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        return new StoredEmbedding(new Fingerprint().add("sound " + clip).finish(), vector);
    }

    private Path write(int... clips) throws IOException {
        try (EmbeddingStore store = open()) {
            for (int clip : clips) {
                store.add(file(clip), embedding(clip));
            }
            return store.file();
        }
    }

    private static void assertHas(EmbeddingStore store, int... clips) throws IOException {
        for (int clip : clips) {
            StoredEmbedding found = store.find(file(clip)).orElseThrow(() -> new AssertionError("no clip " + clip));
            assertEquals(embedding(clip).contentHash(), found.contentHash());
            assertArrayEquals(embedding(clip).vector(), found.vector());
        }
        assertEquals(clips.length, store.size());
    }

    @Test
    void whatWasAddedIsFoundAndStaysAfterwards() throws IOException {
        try (EmbeddingStore store = open()) {
            assertEquals(0, store.width());
            assertTrue(store.find(file(0)).isEmpty());
            for (int clip = 0; clip < 3; clip++) {
                store.add(file(clip), embedding(clip));
            }
            store.add(file(1), embedding(9));
            assertHas(store, 0, 1, 2);
        }
        try (EmbeddingStore store = open()) {
            assertEquals(WIDTH, store.width());
            store.add(file(3), embedding(3));
            assertHas(store, 0, 1, 2, 3);
            assertEquals(HEADER + 4 * RECORD, Files.size(store.file()), "what is there is not written again");
            StoredEmbedding wider = new StoredEmbedding(embedding(4).contentHash(), new float[WIDTH + 1]);
            assertThrows(IllegalArgumentException.class, () -> store.add(file(4), wider));
        }
    }

    /** More records than are read at once. */
    @Test
    void largeStoresAreReadInPieces() throws IOException {
        int width = 3 << 15;
        float[] vector = new float[width];
        try (EmbeddingStore store = open()) {
            for (int clip = 0; clip < 11; clip++) {
                vector[width - 1] = clip;
                store.add(file(clip), new StoredEmbedding(file(clip), vector));
            }
        }
        try (EmbeddingStore store = open()) {
            assertEquals(11, store.size());
            for (int clip = 0; clip < 11; clip++) {
                assertEquals(clip, store.find(file(clip)).orElseThrow().vector()[width - 1]);
            }
        }
    }

    @Test
    void encodersAndLengthsAreKeptApart() throws IOException {
        write(0);
        String other = new Fingerprint().add("another encoder").finish();
        try (EmbeddingStore ofEncoder = EmbeddingStore.open(folder, other, 2.5);
                EmbeddingStore ofLength = EmbeddingStore.open(folder, ENCODER, 5);
                EmbeddingStore same = open()) {
            assertEquals(List.of(0, 0, 1), List.of(ofEncoder.size(), ofLength.size(), same.size()));
        }
    }

    /** A process that is killed while it writes. */
    @Test
    void aTornEndIsCutOff() throws IOException {
        Path file = write(0, 1, 2);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            int sound = Math.max(0, (length - HEADER) / RECORD);
            try (EmbeddingStore store = open()) {
                assertEquals(sound, store.size(), length + " bytes");
                store.add(file(7), embedding(7));
            }
            assertEquals(HEADER + (sound + 1) * RECORD, Files.size(file), length + " bytes");
            try (EmbeddingStore store = open()) {
                assertEquals(sound + 1, store.size(), length + " bytes");
                assertArrayEquals(
                        embedding(7).vector(), store.find(file(7)).orElseThrow().vector());
            }
        }
    }

    @Test
    void aDamagedRecordIsMissingAndMadeAgain() throws IOException {
        for (int at : new int[] {0, 31, 32, 70, RECORD - 1}) {
            Files.deleteIfExists(write(0));
            Path file = write(0, 1, 2);
            byte[] bytes = Files.readAllBytes(file);
            bytes[HEADER + RECORD + at] ^= 4;
            Files.write(file, bytes);
            try (EmbeddingStore store = open()) {
                assertHas(store, 0, 2);
                assertTrue(store.find(file(1)).isEmpty(), "byte " + at);
                store.add(file(1), embedding(1));
            }
            try (EmbeddingStore store = open()) {
                assertHas(store, 0, 1, 2);
            }
        }
    }

    @Test
    void damageWhileItIsOpenIsNoticedToo() throws IOException {
        Path file = write(0, 1);
        try (EmbeddingStore store = open()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[HEADER + 70] ^= 1;
            Files.write(file, bytes);
            assertTrue(store.find(file(0)).isEmpty());
            store.add(file(0), embedding(0));
            assertHas(store, 0, 1);
        }
    }

    @Test
    void foreignFilesAreRefusedAndStayAsTheyAre() throws IOException {
        Path file = write(0);
        byte[] sound = Files.readAllBytes(file);
        byte[] version = sound.clone();
        version[8] = 2;
        byte[] damaged = sound.clone();
        damaged[12] = 6;
        byte[] other = Files.readAllBytes(otherEncoder());
        List<byte[]> foreign = List.of("a shopping list".getBytes(StandardCharsets.UTF_8), version, damaged, other);
        List<String> reasons =
                List.of("is not a file of embeddings", "another version of Dapple", "is damaged", "another encoder");
        for (int i = 0; i < foreign.size(); i++) {
            Files.write(file, foreign.get(i));
            String message = assertThrows(IOException.class, this::open).getMessage();
            assertTrue(message.contains(reasons.get(i)) && message.contains(file.toString()), message);
            assertArrayEquals(foreign.get(i), Files.readAllBytes(file), reasons.get(i));
        }
        Files.write(file, sound);
        open().close();
        assertThrows(IllegalArgumentException.class, () -> EmbeddingStore.open(folder, "abcd", 1));
    }

    private Path otherEncoder() throws IOException {
        String fingerprint = new Fingerprint().add("another encoder").finish();
        try (EmbeddingStore store = EmbeddingStore.open(folder, fingerprint, 2.5)) {
            store.add(file(0), embedding(0));
            return store.file();
        }
    }

    /** Run in a process of its own. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (EmbeddingStore store = EmbeddingStore.open(Path.of(arguments[0]), ENCODER, 2.5)) {
                store.add(file(0), embedding(0));
                System.out.println("open");
                System.in.read();
            }
        }
    }

    @Test
    void oneProcessAtATimeHasItOpen() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Holder.class.getName(), folder.toString()));
        Process holder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader printed = holder.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("open", printed.readLine());
            String message = assertThrows(IOException.class, this::open).getMessage();
            assertTrue(message.contains("is in use by"), message);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (EmbeddingStore store = open()) {
            assertHas(store, 0);
            assertThrows(IOException.class, this::open, "twice in one process");
            store.add(file(1), embedding(1));
        }
        try (EmbeddingStore store = open()) {
            assertFalse(store.find(file(1)).isEmpty());
        }
    }
}
