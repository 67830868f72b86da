package org.dapple.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.run.Seeds;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.SmallStores;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CropBatchesTest extends WithManager {
    private static final int BANDS = 4;

    @TempDir
    Path folder;

    private LogMelStore store;

    /** Clip c has 10 + c frames; frame t of it holds 100 c + t in every band. */
    @BeforeEach
    void fillStore() throws IOException {
        List<float[]> clips = new ArrayList<>();
        for (int c = 0; c < 7; c++) {
            float[] frames = new float[(10 + c) * BANDS];
            for (int i = 0; i < frames.length; i++) {
                int frame = i / BANDS;
                frames[i] = 100 * c + frame;
            }
            clips.add(frames);
        }
        store = SmallStores.of(folder.resolve("store"), BANDS, "clip", clips);
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    @Test
    void aCropIsAContiguousPieceOfItsClip() throws IOException {
        CropBatches batches = new CropBatches(store, 3, 8, new Seeds(1));
        NDArray batch = batches.at(manager, 0);
        assertEquals(1, manager.getManagedArrays().size(), "only the batch stays");
        assertEquals(new Shape(3, 1, BANDS, 8), batch.getShape());
        for (int i = 0; i < 3; i++) {
            StoredClip clip = batches.clips(0).get(i);
            float[] band = batch.get(i).get(0).get(2).toFloatArray();
            float clipStart = 100f * Integer.parseInt(clip.clip().filename().substring(4));
            assertTrue(band[0] >= clipStart && band[0] <= clipStart + clip.frames() - 8);
            for (int t = 1; t < 8; t++) {
                assertEquals(band[0] + t, band[t]);
            }
        }
    }

    @Test
    void anEpochHasEveryClipAtMostOnceInItsOwnOrder() {
        CropBatches batches = new CropBatches(store, 3, 8, new Seeds(1));
        assertEquals(2, batches.perEpoch());
        Set<StoredClip> seen = new HashSet<>(batches.clips(0));
        seen.addAll(batches.clips(1));
        assertEquals(6, seen.size());
        assertFalse(
                batches.clips(0).equals(batches.clips(2)) && batches.clips(1).equals(batches.clips(3)));
    }

    @Test
    void anyBatchCanBeDrawnAgain() throws IOException {
        float[] fifth =
                new CropBatches(store, 3, 8, new Seeds(1)).at(manager, 5).toFloatArray();
        CropBatches others = new CropBatches(store, 3, 8, new Seeds(1));
        others.at(manager, 0);
        assertArrayEquals(fifth, others.at(manager, 5).toFloatArray());
        float[] otherSeed =
                new CropBatches(store, 3, 8, new Seeds(2)).at(manager, 5).toFloatArray();
        assertFalse(Arrays.equals(fifth, otherSeed));
    }

    @Test
    void fewClipsStillMakeABatch() {
        CropBatches batches = new CropBatches(store, 100, 8, new Seeds(1));
        assertEquals(7, batches.batchSize());
        assertEquals(1, batches.perEpoch());
    }

    @Test
    void statisticsAreThoseOfTheCrops() throws IOException {
        CropBatches batches = new CropBatches(store, 3, 10, new Seeds(1));
        Normalization statistics = batches.statistics(manager);
        assertEquals(300 + 4.5, statistics.mean(), 4, "the middle of clips 0 to 6");
        assertEquals(200, statistics.std(), 4);
        assertEquals(statistics, batches.statistics(manager));
    }

    @Test
    void readingBeyondAClipIsRefused() {
        StoredClip first = store.clips().get(0);
        assertThrows(IllegalArgumentException.class, () -> store.read(first, 5, 6, FloatBuffer.allocate(6 * BANDS)));
        assertThrows(IllegalArgumentException.class, () -> store.read(first, -1, 2, FloatBuffer.allocate(2 * BANDS)));
    }

    @Test
    void shortClipsAreFilledUpWithSilence() throws IOException {
        CropBatches batches = new CropBatches(store, 7, 14, new Seeds(1));
        NDArray batch = batches.at(manager, 0);
        for (int i = 0; i < 7; i++) {
            StoredClip clip = batches.clips(0).get(i);
            float[] band = batch.get(i).get(0).get(1).toFloatArray();
            for (int t = Math.min(14, clip.frames()); t < 14; t++) {
                assertEquals(-15.942385f, band[t], 1e-5f);
            }
            assertTrue(band[Math.min(14, clip.frames()) - 1] >= 0);
        }
    }

    @Test
    void weightsDecideTheShareOfACorpus() throws IOException {
        List<float[]> three = List.of(new float[40], new float[40], new float[40]);
        try (LogMelStore other = SmallStores.of(folder.resolve("other"), BANDS, "other", three)) {
            List<CropBatches.Part> parts = List.of(new CropBatches.Part(store, 1), new CropBatches.Part(other, 1));
            CropBatches batches = new CropBatches(parts, 5, 8, new Seeds(1));
            assertEquals(2, batches.perEpoch());
            Map<String, Integer> crops = new HashMap<>();
            for (int step = 0; step < 2 * 21; step++) {
                batches.clips(step).forEach(clip -> crops.merge(clip.clip().filename(), 1, Integer::sum));
            }
            crops.forEach((name, count) -> {
                double expected = name.startsWith("other") ? 21 * 5 / 3.0 : 21 * 5 / 7.0;
                assertEquals(expected, count, 1.01, name + ": every clip of a corpus as often as the others");
            });
            List<StoredClip> later = batches.clips(17);
            assertEquals(later, new CropBatches(parts, 5, 8, new Seeds(1)).clips(17), "any batch can be drawn again");
            List<CropBatches.Part> bySize = List.of(new CropBatches.Part(store, 0), new CropBatches.Part(other, 0));
            CropBatches natural = new CropBatches(bySize, 10, 8, new Seeds(1));
            assertEquals(10, new HashSet<>(natural.clips(3)).size(), "without weights every clip once an epoch");
        }
    }
}
