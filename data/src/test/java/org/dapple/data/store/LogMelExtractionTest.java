package org.dapple.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.KaldiFbank;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.ByteWriter;
import org.dapple.data.audio.WavBytes;
import org.dapple.data.audio.WavFile;
import org.dapple.data.batch.CropBatches;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.ClipLengths;
import org.dapple.data.reading.PieceHandler;
import org.dapple.data.reading.PieceReader;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogMelExtractionTest extends WithManager {
    @TempDir
    Path folder;

    private LogMelStore extract(String name, StoreJob job) throws IOException {
        return new LogMelExtraction(AudioDecoders.standard(), job)
                .run(folder.resolve(name), manager, (done, total) -> {});
    }

    private StoreJob job(FrontEnd frontEnd, StorePrecision precision, int shortest, Path... files) {
        List<Clip> clips = Arrays.stream(files)
                .map(file -> new Clip(String.valueOf(file.getFileName()), file, null, null, null))
                .toList();
        return new StoreJob(clips, frontEnd, shortest, precision, 1 << 20);
    }

    private static Waveform noise(int samples) {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[samples];
        for (int i = 0; i < samples; i++) {
            values[i] = (float) ((random.nextDouble() - 0.5) * (i % 9000) / 9000);
        }
        return new Waveform(values, 16000);
    }

    /** From the file to what a model sees. */
    @ParameterizedTest
    @EnumSource(StorePrecision.class)
    void goldenSoundsBecomeGoldenBatches(StorePrecision precision) throws IOException {
        Golden golden = Golden.load(manager, "logmel.npz");
        for (String name : List.of("chirp", "burst", "tone", "speech")) {
            Path file = folder.resolve(name + ".wav");
            WavFile.write(file, new Waveform(golden.get("wav_" + name).toFloatArray(), 16000));
            try (LogMelStore store = extract(name, job(LogMel.standard(), precision, 1, file))) {
                NDArray expected = golden.get("lms64_" + name);
                int frames = (int) expected.getShape().get(1);
                NDArray batch = new CropBatches(store, 1, frames, new Seeds(1)).at(manager, 0);
                NDArray values = batch.squeeze(0).squeeze(0);
                double tolerance = precision == StorePrecision.FP32 ? 5e-4 : 4e-3;
                Golden.assertClose(name, expected, values, tolerance, 0);
                Normalization normalization = new Normalization(-7.1f, 4.2f);
                Golden.assertClose(
                        name + ", normalised",
                        expected.add(7.1f).div(4.2f),
                        normalization.apply(values),
                        tolerance / 4.2 + 1e-6,
                        0);
            }
        }
    }

    /**
     * The first attempt lacks every second file, the second has all but one, the third all: each store is the one that
     * is made at once, byte for byte, and a reader of the first goes on with what it has.
     */
    @Test
    void skippedClipsAreTriedAgain() throws IOException {
        Path[] files = new Path[6];
        for (int i = 0; i < files.length; i++) {
            files[i] = folder.resolve("clip" + i + ".wav");
            WavFile.write(files[i], noise(9000 + 1000 * i));
        }
        StoreJob few = new StoreJob(
                job(LogMel.standard(), StorePrecision.FP16, 10, files).clips(),
                LogMel.standard(),
                10,
                StorePrecision.FP16,
                160 * 30); // shards of 30 frames
        extract("whole", few).close();
        for (int i = 0; i < files.length; i += 2) {
            Files.move(files[i], folder.resolve("away" + i));
        }
        LogMelStore first = extract("again", few);
        assertEquals(3, first.clips().size());
        float[] before = values(first);
        for (int i = 2; i < files.length; i += 2) {
            Files.move(folder.resolve("away" + i), files[i]);
        }
        LogMelStore held = LogMelStore.open(folder.resolve("again"));
        float[] unread = values(held); // maps the shards
        try (LogMelStore kept = new LogMelExtraction(AudioDecoders.standard(), few)
                .goOn(folder.resolve("again"), manager, (done, total) -> {})) {
            assertEquals(3, kept.clips().size(), "a run that goes on keeps its clips");
        }
        try (LogMelStore second = extract("again", few)) {
            assertEquals(
                    List.of("clip0.wav"),
                    second.skipped().stream().map(SkippedClip::filename).toList());
        }
        assertArrayEquals(before, unread);
        assertArrayEquals(before, values(held), "what is mapped stays");
        Files.move(folder.resolve("away0"), files[0]);
        extract("again", few).close();
        LogMelStoreTest.assertSameBytes(folder.resolve("whole"), folder.resolve("again"));
    }

    @Test
    void aStoreIsOfItsDataWhereverThatLies() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data/deep"));
        for (int i = 0; i < 3; i++) {
            WavFile.write(data.resolve(i + ".wav"), noise(9000 + 1000 * i));
        }
        Path root = folder.resolve("data");
        StoreJob before = ofFolder(root);
        extract("store", before).close();
        String index = Files.readString(folder.resolve("store/index.csv"));
        assertFalse(index.contains(folder.toString()), index);
        assertTrue(index.contains(",deep/1.wav\n"), index);
        assertEquals(
                data.resolve("1.wav"),
                LogMelStore.open(folder.resolve("store")).clips().get(1).clip().file());

        Path moved = Files.move(root, folder.resolve("moved"));
        StoreJob after = ofFolder(moved);
        extract("store", after).close();
        WavFile.write(moved.resolve("deep/2.wav"), noise(4000));
        assertThrows(ConfigurationException.class, () -> extract("store", after), "another sound of the same name");
    }

    private static StoreJob ofFolder(Path root) throws IOException {
        return new StoreJob(Manifest.read(root).clips(), LogMel.standard(), 10, StorePrecision.FP16, 1 << 20);
    }

    private static float[] values(LogMelStore store) throws IOException {
        int frames = store.clips().stream().mapToInt(StoredClip::frames).sum();
        FloatBuffer values = FloatBuffer.allocate(frames * store.frontEnd().bands());
        for (StoredClip clip : store.clips()) {
            store.read(clip, 0, clip.frames(), values);
        }
        return values.array();
    }

    /** 32 of 64 files, and the sample of clips strides over just these. */
    @Test
    void theUsualLengthIsFoundBesideMissingFiles() throws IOException {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Path file = folder.resolve("clip" + i + ".wav");
            if (i % 2 == 1) {
                WavFile.write(file, noise(8000));
            }
            clips.add(new Clip("clip" + i, file, null, null, null));
        }
        assertEquals(
                8000,
                new ClipLengths(AudioReader.standard()).median(clips, 32, 16000).orElseThrow());
        List<Clip> missing =
                clips.stream().filter(clip -> !Files.exists(clip.file())).toList();
        assertTrue(new ClipLengths(AudioReader.standard())
                .median(missing, 32, 16000)
                .isEmpty());
    }

    /** Two pieces of a minute and less than a frame. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLongRecordingIsWorkedThroughInPieces(boolean kaldi) throws IOException {
        FrontEnd frontEnd = kaldi ? KaldiFbank.standard() : LogMel.standard();
        Waveform sound = noise(16000 * 120 + 77);
        Path file = folder.resolve("long.wav");
        WavFile.write(file, sound);
        Waveform read = AudioReader.standard().read(file);
        try (LogMelStore store = extract("store", job(frontEnd, StorePrecision.FP32, 300, file))) {
            StoredClip clip = store.clips().get(0);
            assertEquals(frontEnd.frames(read.samples().length), clip.frames());
            assertEquals(read.contentHash(), clip.contentHash());
            NDArray whole = frontEnd.apply(manager.create(read.samples()).expandDims(0));
            float[] expected = whole.squeeze(0).transpose().toFloatArray();
            FloatBuffer actual = FloatBuffer.allocate(expected.length);
            store.read(clip, 0, clip.frames(), actual);
            assertArrayEquals(expected, actual.array(), 1e-4f);
        }
    }

    /** Five minutes at 8 kHz in a process of pieces: what is decoded ahead is a few pieces, never the recording. */
    @Test
    void piecesOfALongRecordingAreNeverAllInMemory() throws IOException {
        Path file = folder.resolve("long.wav");
        WavFile.write(file, new Waveform(noise(16000 * 150).samples(), 8000));
        List<Integer> counts = new ArrayList<>();
        new PieceReader(AudioReader.standard(), 16000)
                .read(List.of(new Clip("long", file, null, null, null)), new PieceHandler() {
                    @Override
                    public void piece(Clip clip, float[] samples, int count, boolean last) {
                        assertTrue(samples.length <= 16000);
                        counts.add(count);
                    }

                    @Override
                    public void end(Clip clip, String contentHash) {
                        assertEquals(300, counts.size());
                    }

                    @Override
                    public void skipped(SkippedClip skipped) {
                        throw new AssertionError(skipped.reason());
                    }
                });
        assertEquals(300 * 16000, counts.stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void theShortestSoundIsPadded() throws IOException {
        Path file = folder.resolve("one.wav");
        WavFile.write(file, noise(1));
        try (LogMelStore store = extract("store", job(LogMel.standard(), StorePrecision.FP16, 1, file))) {
            assertEquals(5, store.clips().get(0).frames());
        }
    }

    /** What is wrong after the first piece is found after frames were written. */
    @Test
    void aRecordingThatBreaksOnTheWayIsSkippedAndLeavesNothing() throws IOException {
        float[] samples = noise(16000 * 65).samples();
        ByteWriter data = new ByteWriter();
        for (int i = 0; i < samples.length; i++) {
            data.little(Float.floatToRawIntBits(i == 16000 * 62 ? Float.NaN : samples[i]), 32);
        }
        Path broken = Files.write(
                folder.resolve("broken.wav"),
                new WavBytes()
                        .format(3, 1, 16000, 32)
                        .chunk("data", data.bytes())
                        .bytes());
        Path sound = folder.resolve("sound.wav");
        WavFile.write(sound, noise(5000));
        try (LogMelStore store = extract("store", job(LogMel.standard(), StorePrecision.FP16, 96, broken, sound))) {
            assertEquals(1, store.clips().size());
            assertEquals(96, store.clips().get(0).frames());
            assertEquals(0, store.clips().get(0).start());
            assertEquals(
                    "its sample 992000 is NaN, which is not a valid amplitude",
                    store.skipped().get(0).reason());
            store.verify();
        }
    }

    @Test
    void anInterruptedExtractionGoesOnAndAFinishedOneIsUsedAgain() throws IOException {
        Path[] files = new Path[12];
        for (int i = 0; i < files.length; i++) {
            files[i] = folder.resolve("sound" + i + ".wav");
            WavFile.write(files[i], noise(3000 + 1700 * i));
        }
        StoreJob job = job(LogMel.standard(), StorePrecision.FP16, 50, files);
        LogMelExtraction extraction = new LogMelExtraction(AudioDecoders.standard(), job);
        Path store = folder.resolve("store");
        assertThrows(
                CancellationException.class,
                () -> extraction.run(store, manager, (done, total) -> {
                    if (done == 7) {
                        throw new CancellationException("enough");
                    }
                }));
        Files.delete(files[2]); // is not looked at again
        List<Integer> progress = new ArrayList<>();
        extraction.run(store, manager, (done, total) -> progress.add(done)).close();
        assertEquals(List.of(7, 8, 9, 10, 11, 12), progress);
        try (LogMelStore again = extraction.run(store, manager, (done, total) -> progress.add(-1))) {
            assertEquals(12, again.clips().size());
            assertEquals(6, progress.size(), "nothing is done again");
        }
        StoreJob other = job(LogMel.standard(), StorePrecision.FP32, 50, files);
        assertThrows(ConfigurationException.class, () -> new LogMelExtraction(AudioDecoders.standard(), other)
                .run(store, manager, (done, total) -> {}));
    }
}
