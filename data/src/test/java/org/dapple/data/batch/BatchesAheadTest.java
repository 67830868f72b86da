package org.dapple.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.run.Seeds;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.LogMels;
import org.dapple.data.store.SmallStores;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BatchesAheadTest extends WithManager {
    @TempDir
    Path folder;

    private LogMelStore store;

    @BeforeEach
    void fillStore() throws IOException {
        List<float[]> values = new ArrayList<>();
        for (int c = 0; c < 5; c++) {
            float[] frames = new float[20 * 4];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = 1000 * c + i;
            }
            values.add(frames);
        }
        store = SmallStores.of(folder.resolve("store"), 4, "clip", values);
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    private CropBatches batches() {
        return new CropBatches(store, 2, 8, new Seeds(1));
    }

    private static Stream<Thread> loaders() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dapple-batches"));
    }

    private static boolean isReading() {
        return loaders().findAny().isPresent();
    }

    @Test
    void batchesComeInOrderAndAreThoseOfTheStep() throws IOException {
        CropBatches direct = batches();
        try (BatchesAhead ahead = new BatchesAhead(batches(), 3, 20)) {
            for (long step = 3; step < 20; step++) {
                assertArrayEquals(
                        direct.at(manager, step).toFloatArray(),
                        ahead.next().upload(manager).toFloatArray(),
                        "step " + step);
            }
            IllegalStateException end = assertThrows(IllegalStateException.class, ahead::next);
            assertTrue(end.getMessage().contains("there is no batch after step 19"), end.getMessage());
        }
    }

    /** A disk that fails. */
    private record Unreadable(LogMels sound) implements LogMels {
        @Override
        public List<StoredClip> clips() {
            return sound.clips();
        }

        @Override
        public FrontEnd frontEnd() {
            return sound.frontEnd();
        }

        @Override
        public List<SkippedClip> skipped() {
            return List.of();
        }

        @Override
        public void read(StoredClip clip, int start, int frames, FloatBuffer target) throws IOException {
            throw new IOException("the disk has failed");
        }

        @Override
        public void close() {}
    }

    @Test
    void aFailureEndsTheWaiting() throws IOException {
        CropBatches batches = new CropBatches(new Unreadable(store), 2, 8, new Seeds(1));
        try (BatchesAhead ahead = new BatchesAhead(batches, 0, 20)) {
            assertThrows(IOException.class, ahead::next);
            assertThrows(IOException.class, ahead::next);
        }
    }

    @Test
    void closingEndsTheThreadAndLeavesTheStoreOpen() throws IOException {
        try (BatchesAhead ahead = new BatchesAhead(batches(), 0, Long.MAX_VALUE)) {
            ahead.next();
            assertTrue(isReading());
        }
        assertFalse(isReading());
        batches().read(0);
    }

    @Test
    @Timeout(20)
    void aSlowConsumerSlowsTheReading() throws IOException {
        try (BatchesAhead ahead = new BatchesAhead(batches(), 0, Long.MAX_VALUE)) {
            ahead.next();
            while (loaders().noneMatch(thread -> thread.getState() == Thread.State.WAITING)) {
                Thread.onSpinWait(); // one that never waited would read for ever
            }
        }
    }

    @Test
    void theSpecimenStaysTheSame() throws IOException {
        float[] specimen = batches().specimen(manager, 3).toFloatArray();
        assertEquals(3 * 8 * 4, specimen.length);
        CropBatches others = batches();
        others.read(7);
        assertArrayEquals(specimen, others.specimen(manager, 3).toFloatArray());
    }
}
