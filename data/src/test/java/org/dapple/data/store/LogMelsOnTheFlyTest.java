package org.dapple.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.KaldiFbank;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.run.Seeds;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.WavFile;
import org.dapple.data.batch.BatchesAhead;
import org.dapple.data.batch.CropBatches;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.clips.StoredClip;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Crops that are decoded when they are wanted are those of a store. */
class LogMelsOnTheFlyTest extends WithManager {
    private static final int SHORTEST = 32;

    @TempDir
    Path folder;

    private List<Clip> clips;

    /** One shorter than a crop, one that is resampled, one of whole hops, one with some samples more, and no sound. */
    @BeforeEach
    void makeSounds() throws IOException {
        write("a-short.wav", 3000, 16000);
        write("b-resampled.wav", 44100, 44100);
        write("c-whole.wav", 160 * 100, 16000);
        write("d-odd.wav", 160 * 77 + 159, 16000);
        Files.writeString(folder.resolve("e-text.wav"), "no sound");
        clips = Manifest.read(folder).clips();
    }

    private void write(String name, int samples, int rate) throws IOException {
        SplittableRandom random = new SplittableRandom(samples);
        float[] values = new float[samples];
        for (int i = 0; i < samples; i++) {
            values[i] = (float) ((random.nextDouble() - 0.5) * (1 + i % 5000) / 5000);
        }
        WavFile.write(folder.resolve(name), new Waveform(values, rate));
    }

    private LogMelsOnTheFly onTheFly(FrontEnd frontEnd) throws IOException {
        return LogMelsOnTheFly.of(
                clips, AudioDecoders.standard(), frontEnd, SHORTEST, manager, (done, total) -> assertEquals(5, total));
    }

    static List<FrontEnd> frontEnds() {
        return List.of(LogMel.standard(), KaldiFbank.standard());
    }

    @ParameterizedTest
    @MethodSource("frontEnds")
    void cropsAreThoseOfAStore(FrontEnd frontEnd) throws IOException {
        StoreJob job = new StoreJob(clips, frontEnd, SHORTEST, StorePrecision.FP32, 1 << 20);
        try (LogMelStore store = new LogMelExtraction(AudioDecoders.standard(), job)
                        .run(folder.resolve("store"), manager, (done, total) -> {});
                LogMelsOnTheFly live = onTheFly(frontEnd)) {
            assertEquals(store.skipped(), live.skipped());
            assertEquals(4, live.clips().size());
            for (int c = 0; c < 4; c++) {
                StoredClip stored = store.clips().get(c);
                StoredClip heard = live.clips().get(c);
                assertEquals(stored.frames(), heard.frames(), heard.clip().filename());
                assertEquals(stored.contentHash(), heard.contentHash());
                for (int start : new int[] {0, 1, 2, stored.frames() - 17, stored.frames() - 16}) {
                    String message = heard.clip().filename() + " from " + start;
                    assertArrayEquals(crop(store, stored, start), crop(live, heard, start), 1e-4f, message);
                }
            }
        }
    }

    private static float[] crop(LogMels logMels, StoredClip clip, int start) throws IOException {
        FloatBuffer values = FloatBuffer.allocate(16 * logMels.frontEnd().bands());
        logMels.read(clip, start, 16, values);
        assertEquals(0, values.remaining());
        return values.array();
    }

    @Test
    void severalReadersGiveTheBatchesOfOne() throws IOException {
        try (LogMelsOnTheFly live = onTheFly(LogMel.standard())) {
            assertTrue(live.readers() > 1);
            CropBatches batches = new CropBatches(live, 2, SHORTEST, new Seeds(1));
            List<float[]> alone = new ArrayList<>();
            for (long step = 0; step < 6; step++) {
                alone.add(batches.at(manager, step).toFloatArray());
            }
            try (BatchesAhead ahead = new BatchesAhead(batches, 0, 6)) {
                for (float[] expected : alone) {
                    assertArrayEquals(expected, ahead.next().upload(manager).toFloatArray());
                }
            }
        }
    }

    @Test
    void aClipThatChangesIsNamed() throws IOException {
        try (LogMelsOnTheFly live = onTheFly(LogMel.standard())) {
            write("c-whole.wav", 160 * 50, 16000);
            IOException shorter = assertThrows(
                    IOException.class, () -> crop(live, live.clips().get(2), 60));
            assertEquals(
                    "c-whole.wav has become shorter since training began (restore the original file and resume)",
                    shorter.getMessage());
            Files.delete(folder.resolve("d-odd.wav"));
            IOException gone = assertThrows(
                    IOException.class, () -> crop(live, live.clips().get(3), 0));
            assertEquals(
                    "d-odd.wav can no longer be read: the file does not exist (restore the original file and resume)",
                    gone.getMessage());
        }
    }
}
