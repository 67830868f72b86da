package org.dapple.eval.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.data.audio.WavFile;
import org.dapple.data.clips.Clip;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.testing.LiveArrays;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderTest extends WithManager {
    private static final int BATCH = 32;

    @TempDir
    Path folder;

    /** Mean square of every tenth of a sound; counts the batches that it is given. */
    private record Loudness(List<Integer> batches, Consumer<NDArray> before) implements ClipFeatures {
        Loudness() {
            this(new ArrayList<>(), waveforms -> {});
        }

        @Override
        public int sampleRate() {
            return 16000;
        }

        @Override
        public String fingerprint() {
            return new Fingerprint().add("loudness").finish();
        }

        @Override
        public NDArray apply(NDArray waveforms) {
            before.accept(waveforms);
            batches.add((int) waveforms.getShape().get(0));
            return waveforms
                    .reshape(waveforms.getShape().get(0), 10, -1)
                    .square()
                    .mean(new int[] {2});
        }
    }

    private List<Clip> clips(int count) throws IOException {
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve(i + ".wav");
            WavFile.write(file, corpus.clip(i));
            clips.add(new Clip("clip" + i, file, null, null, null));
        }
        return clips;
    }

    private static float[] row(Embeddings embeddings, int row) {
        return Arrays.copyOfRange(embeddings.values(), row * embeddings.width(), (row + 1) * embeddings.width());
    }

    private static void assertSame(Embeddings expected, Embeddings actual) {
        assertEquals(expected.clips(), actual.clips());
        assertEquals(expected.contentHashes(), actual.contentHashes());
        assertEquals(expected.skipped(), actual.skipped());
        assertArrayEquals(expected.values(), actual.values(), "to the last bit");
    }

    /** Wide, because only large matrix products round otherwise when there are fewer rows. */
    private AudioEncoder encoder() {
        Engine.getInstance().setRandomSeed(1);
        VisionTransformer transformer = new VisionTransformer(new ViTConfig(768, 1, 12), PatchGrid.of(80, 96, 16, 16));
        transformer.freezeParameters(true);
        transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 80, 96));
        return new AudioEncoder(
                LogMel.standard(), new Normalization(-7.1f, 4.2f), transformer, manager.newSubManager());
    }

    @Test
    void aVectorDoesNotDependOnWhatElseIsEmbedded() throws IOException {
        List<Clip> clips = clips(BATCH + 3);
        Embedder embedder = new Embedder(new EncoderFeatures(encoder()), 1);
        Embeddings all = embedder.run(clips, manager, () -> {});
        List<Clip> few = new ArrayList<>(clips.subList(BATCH - 2, BATCH + 2));
        Collections.reverse(few);
        Embeddings ofFew = embedder.run(few, manager, () -> {});
        for (int i = 0; i < few.size(); i++) {
            int position = clips.indexOf(few.get(i));
            assertArrayEquals(row(all, position), row(ofFew, i), "clip " + position + ", to the last bit");
        }
    }

    @Test
    void anInterruptedExtractionGoesOnAndGivesTheSame() throws IOException {
        List<Clip> clips = clips(BATCH + 3);
        Files.writeString(clips.get(5).file(), "broken");
        Embedder embedder = new Embedder(new EncoderFeatures(encoder()), 1);
        Embeddings undisturbed = embedder.run(clips, manager, () -> {});
        Path stores = folder.resolve("stores");
        int[] steps = {0};
        assertThrows(
                CancellationException.class,
                () -> embedder.run(clips, stores, manager, () -> {
                    if (++steps[0] == BATCH + 2) {
                        throw new CancellationException();
                    }
                }));
        try (EmbeddingStore store =
                EmbeddingStore.open(stores, embedder.features().fingerprint(), 1)) {
            assertEquals(BATCH, store.size(), "a whole batch was kept");
        }
        steps[0] = 0;
        assertSame(undisturbed, embedder.run(clips, stores, manager, () -> steps[0]++));
        assertEquals(clips.size(), steps[0]);
    }

    @Test
    void onlyWhatIsMissingIsEmbedded() throws IOException {
        List<Clip> clips = clips(6);
        Path stores = folder.resolve("stores");
        Loudness features = new Loudness();
        Embedder embedder = new Embedder(features, 2);
        Embeddings some = embedder.run(clips.subList(2, 4), stores, manager, () -> {});
        Embeddings all = embedder.run(clips, stores, manager, () -> {});
        assertArrayEquals(row(some, 0), row(all, 2));
        assertEquals(List.of(BATCH, BATCH), features.batches, "full batches only");
        Files.copy(clips.get(0).file(), folder.resolve("copy.wav"));
        Clip copy = new Clip("another name", folder.resolve("copy.wav"), "label", null, null);
        Embeddings again = embedder.run(List.of(clips.get(5), copy, clips.get(1)), stores, manager, () -> {});
        assertEquals(2, features.batches.size(), "nothing was computed");
        assertArrayEquals(row(all, 0), row(again, 1), "known by its bytes");
        assertEquals(copy, again.clips().get(1));
        assertEquals(all.contentHashes().get(0), again.contentHashes().get(1));
    }

    @Test
    void otherLengthsAreOtherEmbeddings() throws IOException {
        List<Clip> clips = clips(1);
        Path stores = folder.resolve("stores");
        Embeddings second = new Embedder(new Loudness(), 1).run(clips, stores, manager, () -> {});
        Embedder longer = new Embedder(new Loudness(), 1.5);
        Embeddings more = longer.run(clips, stores, manager, () -> {});
        assertSame(longer.run(clips, manager, () -> {}), more);
        assertEquals(second.contentHashes(), more.contentHashes(), "of the whole sound");
    }

    @Test
    void clipsThatCannotBeReadAreTriedAgain() throws IOException {
        List<Clip> clips = clips(3);
        byte[] sound = Files.readAllBytes(clips.get(1).file());
        Files.writeString(clips.get(1).file(), "broken");
        Files.delete(clips.get(2).file());
        Path stores = folder.resolve("stores");
        Embedder embedder = new Embedder(new Loudness(), 1);
        Embeddings first = embedder.run(clips, stores, manager, () -> {});
        assertEquals(1, first.clips().size());
        assertEquals("clip1", first.skipped().get(0).filename());
        assertEquals("the file does not exist", first.skipped().get(1).reason());
        Files.write(clips.get(1).file(), sound);
        Embeddings repaired = embedder.run(clips, stores, manager, () -> {});
        assertEquals(clips.subList(0, 2), repaired.clips());
        assertEquals(
                List.of("clip2"),
                repaired.skipped().stream().map(clip -> clip.filename()).toList());
    }

    /** Else the old bytes would have the new sound's embedding for ever. */
    @Test
    void aClipThatChangesMeanwhileIsNotKept() throws IOException {
        List<Clip> clips = clips(2);
        Path stores = folder.resolve("stores");
        Loudness changing = new Loudness(new ArrayList<>(), waveforms -> {
            try {
                Files.writeString(clips.get(0).file(), "changed");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        Embeddings embeddings = new Embedder(changing, 1).run(clips, stores, manager, () -> {});
        assertEquals(2, embeddings.clips().size());
        try (EmbeddingStore store = EmbeddingStore.open(stores, changing.fingerprint(), 1)) {
            assertEquals(1, store.size());
        }
    }

    @Test
    void batchesDependOnTheLengthAlone() {
        int[] expected = {32, 32, 16, 8, 2, 1};
        double[] seconds = {0.01, 2.5, 5, 10, 30, 600};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], new Embedder(new Loudness(), seconds[i]).batch(), seconds[i] + " s");
        }
    }

    @Test
    void fingerprintsTellFeaturesApart() {
        LogMelStatistics statistics = new LogMelStatistics(LogMel.standard());
        assertEquals(statistics.fingerprint(), new LogMelStatistics(LogMel.standard()).fingerprint());
        assertEquals(
                4,
                List.of(
                                statistics.fingerprint(),
                                new LogMelStatistics(LogMel.at(32000)).fingerprint(),
                                new Loudness().fingerprint(),
                                new EncoderFeatures(encoder()).fingerprint())
                        .stream()
                        .distinct()
                        .count());
    }

    @Test
    void moreBatchesHoldNoMoreArrays() throws IOException {
        Clip clip = clips(1).get(0);
        LiveArrays live = LiveArrays.of(manager);
        int[] most = new int[2];
        for (int i = 0; i < 2; i++) {
            live.reset();
            List<Clip> same = Collections.nCopies(BATCH * (i == 0 ? 2 : 20), clip);
            new Embedder(new Loudness(), 0.1).run(same, manager, () -> {});
            most[i] = live.most();
        }
        assertEquals(most[0], most[1]);
        assertEquals(0, live.now());
    }
}
