package org.dapple.models.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.audio.Audio;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.ops.Precision;
import org.dapple.core.run.HeardList;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.layers.Weights;
import org.dapple.testing.Golden;
import org.dapple.testing.LiveArrays;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioEncoderTest extends WithManager {
    @TempDir
    Path folder;

    private AudioEncoder encoder() {
        Engine.getInstance().setRandomSeed(1);
        VisionTransformer transformer = new VisionTransformer(new ViTConfig(16, 2, 2), PatchGrid.of(80, 96, 16, 16));
        transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 80, 96));
        return new AudioEncoder(
                LogMel.standard(), new Normalization(-7.1f, 4.2f), transformer, manager.newSubManager());
    }

    private NDArray sound(int batch, int samples) {
        Engine.getInstance().setRandomSeed(2);
        return manager.randomNormal(new Shape(batch, samples)).mul(0.1f);
    }

    @Test
    void framesPerLengthFollowTheProtocol() {
        AudioEncoder encoder = encoder();
        int[][] samplesAndColumns = {{16000, 7}, {15000, 6}, {40000, 16}, {100, 1}, {1, 1}};
        for (int[] expected : samplesAndColumns) {
            assertEquals(
                    new Shape(2, expected[1], 5 * 16),
                    encoder.encode(sound(2, expected[0])).getShape(),
                    expected[0] + " samples");
        }
        assertEquals(new Shape(2, 80), encoder.embed(sound(2, 16000)).getShape());
    }

    /** The documented pooling, spelled out: chunks, class token dropped, rows side by side, mean over columns. */
    @Test
    void embeddingsAreTheTokensOfChunks() {
        AudioEncoder encoder = encoder();
        NDArray sound = sound(1, 16000);
        NDArray normalized = LogMel.standard().apply(sound).add(7.1f).div(4.2f).expandDims(1);
        NDArray padded = normalized.concat(manager.zeros(new Shape(1, 1, 80, 11)), 3);
        assertEquals(112, padded.getShape().get(3));
        VisionTransformer transformer = new VisionTransformer(new ViTConfig(16, 2, 2), PatchGrid.of(80, 96, 16, 16));
        Engine.getInstance().setRandomSeed(1);
        transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 80, 96));
        ParameterStore store = new ParameterStore(manager, false);
        NDArray first = transformer.forward(store, padded.get(":, :, :, :96"), false);
        NDArray second = transformer.forward(store, padded.get(":, :, :, 96:"), false);
        NDArray encoded = encoder.encode(sound);
        for (int f = 0; f < 5; f++) {
            for (int t = 0; t < 7; t++) {
                NDArray token =
                        t < 6 ? first.get(0).get(1 + f * 6 + t) : second.get(0).get(1 + f);
                NDArray actual = encoded.get(0).get(t).get(16 * f + ":" + 16 * (f + 1));
                Golden.assertClose("patch " + f + ", " + t, token, actual, 1e-5, 0);
            }
        }
        Golden.assertClose("mean", encoded.mean(new int[] {1}), encoder.embed(sound), 1e-6, 0);
    }

    @Test
    void anEmbeddingDoesNotDependOnItsBatch() {
        AudioEncoder encoder = encoder();
        NDArray sounds = sound(3, 20000);
        Golden.assertClose(
                "alone", encoder.embed(sounds.get("1:2")), encoder.embed(sounds).get("1:2"), 1e-5, 0);
    }

    @Test
    void whatWasHeardTravelsWithTheWeights() throws IOException {
        Path list = Files.writeString(folder.resolve("clips.csv"), "filename,frames,sha256\na.wav,7,01\n");
        HeardList heard = HeardList.of(list, 1, true);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        encoder().withHeard(Optional.of(heard)).save(first);
        try (AudioEncoder loaded = AudioEncoder.load(first, manager)) {
            assertEquals(encoder().fingerprint(), loaded.fingerprint(), "embeddings are the same");
            loaded.save(second);
            assertEquals(
                    Optional.of(new HeardList(second.resolve("heard.csv"), 1, heard.sha256(), true)),
                    AudioEncoder.heard(second));
            loaded.withHeard(Optional.empty()).save(second);
            assertEquals(Optional.empty(), AudioEncoder.heard(second));
            assertFalse(Files.exists(second.resolve("heard.csv")), "it was of the encoder that was here before");
        }
        Files.writeString(first.resolve("heard.csv"), "filename,frames,sha256\n");
        try (AudioEncoder cut = AudioEncoder.load(first, manager)) {
            assertThrows(IOException.class, () -> cut.save(second));
        }
        Files.delete(first.resolve("heard.csv"));
        try (AudioEncoder bare = AudioEncoder.load(first, manager)) {
            assertEquals(Optional.empty(), bare.heard(), "without the list it is not known");
        }
    }

    @Test
    void aSavedEncoderGivesTheSameEmbeddings() throws IOException {
        AudioEncoder encoder = encoder();
        encoder.save(folder);
        try (AudioEncoder loaded = AudioEncoder.load(folder, manager)) {
            NDArray sound = sound(2, 30000);
            Golden.assertClose("loaded", encoder.embed(sound), loaded.embed(sound), 0, 0);
            assertEquals(encoder.normalization(), loaded.normalization());
            assertEquals(encoder.frontEnd(), loaded.frontEnd());
            assertEquals(encoder.grid(), loaded.grid());
        }
    }

    @Test
    void aFingerprintFollowsEverythingThatDecidesEmbeddings() throws IOException {
        AudioEncoder encoder = encoder();
        String fingerprint = encoder.fingerprint();
        assertEquals(64, fingerprint.length());
        assertEquals(fingerprint, encoder().fingerprint(), "the same weights");
        encoder.save(folder);
        try (AudioEncoder loaded = AudioEncoder.load(folder, manager)) {
            assertEquals(fingerprint, loaded.fingerprint(), "saving and loading changes nothing");
        }
        VisionTransformer transformer = encoder.transformer();
        Normalization normalization = encoder.normalization();
        LogMel narrow = new LogMel(16000, 400, 160, 80, 60, 8000);
        assertNotEquals(
                fingerprint, new AudioEncoder(narrow, normalization, transformer, manager).fingerprint(), "front end");
        assertNotEquals(
                fingerprint,
                new AudioEncoder(encoder.frontEnd(), new Normalization(-7.1f, 4.3f), transformer, manager)
                        .fingerprint(),
                "normalisation");
        NDArray bias = Weights.of(transformer).get("blocks.1.mlp.fc2.bias");
        bias.set(new NDIndex(3), 1e-6f);
        assertNotEquals(fingerprint, encoder.fingerprint(), "one weight of one layer");
    }

    @Test
    void aFingerprintTellsThePrecisionOfAnEncoderThatTrains() {
        VisionTransformer exact = transformer(Precision.FP32);
        VisionTransformer rounded = transformer(Precision.BF16);
        Weights.copy(Weights.of(exact), rounded);
        Normalization normalization = new Normalization(-7.1f, 4.2f);
        assertNotEquals(
                new AudioEncoder(LogMel.standard(), normalization, exact, manager).fingerprint(),
                new AudioEncoder(LogMel.standard(), normalization, rounded, manager).fingerprint());
    }

    private VisionTransformer transformer(Precision precision) {
        VisionTransformer transformer = new VisionTransformer(
                new ViTConfig(16, 2, 2), PatchGrid.of(80, 96, 16, 16), ViTStyle.PRE_NORM, precision);
        transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 80, 96));
        return transformer;
    }

    @Test
    void encodersFromElsewhereAreRefused() throws IOException {
        assertThrows(IOException.class, () -> AudioEncoder.load(folder, manager));
        encoder().save(folder.resolve("run/encoder"));
        String remedy = assertThrows(IOException.class, () -> AudioEncoder.load(folder.resolve("run"), manager))
                .getMessage();
        assertTrue(remedy.endsWith("whose encoder is " + folder.resolve("run/encoder") + ")"), remedy);
        encoder().save(folder);
        Path description = folder.resolve("encoder.json");
        String text = Files.readString(description).replaceFirst(",\\s+\"crc32c\".*", ""); // as by hand
        Files.writeString(description, text.replace("\"depth\": 2", "\"depth\": 3"));
        assertThrows(IllegalArgumentException.class, () -> AudioEncoder.load(folder, manager));
        Files.writeString(description, text.replace("\"format\": 1", "\"format\": 9"));
        assertThrows(IOException.class, () -> AudioEncoder.load(folder, manager));
        Files.writeString(description, text.replace("\"std\"", "\"sdt\""));
        assertTrue(assertThrows(IOException.class, () -> AudioEncoder.load(folder, manager))
                .getMessage()
                .contains("normalization"));
    }

    /** One bit of one weight moves every vector a little; of a name, of a mean, it may pass as another. */
    @Test
    void oneFlippedBitIsRefusedByName() throws IOException {
        encoder().save(folder);
        for (String name : List.of("encoder.safetensors", "encoder.json")) {
            Path file = folder.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < 100; i++) {
                byte[] flipped = sound.clone();
                int at = i == 0 ? sound.length - 40 : random.nextInt(sound.length - 8) + 8;
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, flipped);
                String where = name + ", byte " + at;
                try (AudioEncoder same = AudioEncoder.load(folder, manager)) {
                    // A bit of the padding, or of the letter case of an escape, means nothing.
                    assertEquals(encoder().fingerprint(), same.fingerprint(), where);
                } catch (IOException e) {
                    assertTrue(e.getMessage().contains(name), where + ": " + e.getMessage());
                }
            }
            Files.write(file, sound);
        }
        byte[] weights = Files.readAllBytes(folder.resolve("encoder.safetensors"));
        weights[weights.length / 2] ^= 1;
        Files.write(folder.resolve("encoder.safetensors"), weights);
        String refusal = assertThrows(IOException.class, () -> AudioEncoder.load(folder, manager))
                .getMessage();
        assertTrue(refusal.contains("encoder.safetensors is damaged: its checksum does not match"), refusal);
    }

    @Test
    void djlLoadsAnEncoderByItsOwnMeans() throws Exception {
        float[] samples = sound(1, 32000).toFloatArray();
        float[] expected;
        try (AudioEncoder encoder = encoder()) {
            encoder.save(folder);
            expected = encoder.embed(manager.create(samples).expandDims(0)).toFloatArray();
        }
        Criteria<Audio, float[]> criteria = Criteria.builder()
                .setTypes(Audio.class, float[].class)
                .optModelZoo(new EncoderZoo(folder))
                .build();
        try (ZooModel<Audio, float[]> model = criteria.loadModel();
                Predictor<Audio, float[]> predictor = model.newPredictor()) {
            assertArrayEquals(expected, predictor.predict(new Audio(samples, 16000, 1)), 1e-6f);
            float[] stereo = new float[2 * samples.length];
            for (int i = 0; i < samples.length; i++) {
                stereo[2 * i] = 2 * samples[i];
            }
            assertArrayEquals(expected, predictor.predict(new Audio(stereo, 16000, 2)), 1e-5f, "channels are averaged");
            TranslateException refused =
                    assertThrows(TranslateException.class, () -> predictor.predict(new Audio(samples, 44100, 1)));
            assertTrue(refused.getMessage().contains("needs sound at 16000 Hz"), refused.getMessage());
        }
        Criteria<String, float[]> wrong = Criteria.builder()
                .setTypes(String.class, float[].class)
                .optModelZoo(new EncoderZoo(folder))
                .build();
        assertThrows(ModelNotFoundException.class, wrong::loadModel);
    }

    /** Of a chunk of a long sound only its embeddings stay until the sound is whole. */
    @Test
    void aLongSoundHoldsOneArrayMoreForEachChunk() {
        AudioEncoder encoder = encoder();
        LiveArrays live = LiveArrays.of(manager);
        int[] most = new int[2];
        int[] chunks = {10, 40};
        for (int i = 0; i < chunks.length; i++) {
            NDArray sound = manager.zeros(new Shape(1, chunks[i] * 96 * 160 - 160));
            live.reset();
            encoder.embed(sound).close();
            most[i] = live.most();
            sound.close();
        }
        assertEquals(chunks[1] - chunks[0], most[1] - most[0]);
        assertEquals(0, live.now());
    }
}
