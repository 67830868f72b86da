package org.dapple.models.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.ops.Precision;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.layers.Weights;
import org.dapple.models.pretext.MaskedModelingDuo;
import org.dapple.models.pretext.PretextModel;
import org.dapple.models.pretext.TeacherDecay;
import org.dapple.models.weights.Safetensors;
import org.dapple.models.weights.TensorFile;
import org.dapple.testing.Golden;
import org.dapple.testing.Python;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints with M2D's names, written by PyTorch ({@code src/test/python/make_checkpoint.py}). */
class WeightImportTest extends WithManager {
    private static final WeightImport TWO_HEADS =
            new WeightImport(OptionalInt.of(2), OptionalInt.empty(), WeightImport.M2D);
    private static final Path CHECKPOINT = Path.of("src/test/resources/weights/m2d-small.pth");
    private static final Path EXPECTED = Path.of("src/test/resources/weights/m2d-small-encoded.safetensors");
    private static final Path SCRIPT = Path.of("src/test/python/make_checkpoint.py");

    @TempDir
    Path folder;

    private WeightImport.Imported read(Path file, WeightImport how) throws IOException {
        try (TensorFile tensors = TensorFile.open(file)) {
            return how.read(tensors, manager);
        }
    }

    /** The sound that the script computes with. */
    private NDArray sound() {
        float[] samples = new float[16000];
        for (int n = 0; n < samples.length; n++) {
            double t = n / 16000.0;
            samples[n] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * t) + 0.2 * Math.sin(2 * Math.PI * 3000 * t * t));
        }
        return manager.create(samples).expandDims(0);
    }

    private void assertReproduces(Path checkpoint, Path expected) throws IOException {
        WeightImport.Imported imported = read(checkpoint, TWO_HEADS);
        imported.encoder().save(folder.resolve("encoder"));
        NDArray want =
                Objects.requireNonNull(Safetensors.read(expected, manager).get("encoded"));
        assertEquals(new Shape(1, 7, 80), want.getShape());
        Golden.assertClose("imported", want, imported.encoder().encode(sound()), 1e-4, 0);
        try (AudioEncoder loaded = AudioEncoder.load(folder.resolve("encoder"), manager)) {
            Golden.assertClose("saved", want, loaded.encode(sound()), 1e-4, 0);
            assertEquals(new Normalization(-7.1f, 4.2f), loaded.normalization());
        }
    }

    @Test
    void aCheckpointReproducesItsEmbeddings() throws IOException {
        assertReproduces(CHECKPOINT, EXPECTED);
        WeightImport.Imported imported = read(CHECKPOINT, TWO_HEADS);
        assertEquals(new ViTConfig(16, 2, 2), imported.encoder().size());
        assertEquals(new PatchGrid(5, 6, 16, 16), imported.encoder().grid());
        assertEquals(1 + 2 + 2 * 12 + 2, imported.used().size());
        assertEquals(
                Map.of("mask token", 1, "decoder or predictor", 1 + 2 + 12 + 2, "target encoder", 2 * 12 + 2),
                imported.unused());
        assertTrue(imported.checks().get(0).startsWith("pos_embed: equal"), imported.checks()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float16", "bfloat16"})
    void checkpointsOfEveryPrecisionDo(String precision) throws IOException {
        Path checkpoint = folder.resolve("made.pth");
        Path expected = folder.resolve("made.safetensors");
        Python.withTorch().run(SCRIPT.toString(), checkpoint.toString(), expected.toString(), precision);
        assertReproduces(checkpoint, expected);
    }

    @Test
    void whatTheFileDoesNotTellCanBeSaid() throws IOException {
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class,
                () -> read(CHECKPOINT, new WeightImport(OptionalInt.empty(), OptionalInt.empty(), WeightImport.M2D)));
        assertEquals("heads", refusal.key());
        WeightImport other = new WeightImport(OptionalInt.of(4), OptionalInt.of(48), new Normalization(-6, 5));
        WeightImport.Imported imported = read(CHECKPOINT, other);
        assertEquals(48, imported.encoder().grid().frames());
        assertEquals(4, imported.encoder().size().heads());
        assertEquals(new Normalization(-6, 5), imported.encoder().normalization());
        WeightImport odd = new WeightImport(OptionalInt.of(4), OptionalInt.of(50), WeightImport.M2D);
        assertEquals(
                "frames must be a multiple of the patch width 16; it is 50",
                assertThrows(ConfigurationException.class, () -> read(CHECKPOINT, odd))
                        .getMessage());
    }

    @Test
    void otherModelsAreRefusedByName() throws IOException {
        Map<String, NDArray> sound = new LinkedHashMap<>();
        try (TensorFile file = TensorFile.open(CHECKPOINT)) {
            for (String name : file.shapes().keySet()) {
                sound.put(name, file.read(name, manager));
            }
        }
        NDArray one = manager.ones(new Shape(1));
        assertRefused("missing norm.weight", sound, "norm.weight", null);
        assertRefused("missing blocks.1.attn.qkv.bias", sound, "blocks.1.attn.qkv.bias", null);
        assertRefused("patch_embed.proj.weight is missing", sound, "patch_embed.proj.weight", null);
        assertRefused("unknown head.weight", sound, "head.weight", one);
        assertRefused("unknown blocks.1.ls1.gamma", sound, "blocks.1.ls1.gamma", one);
        assertRefused("missing blocks.2", sound, "blocks.9.norm1.bias", manager.ones(new Shape(16)));
        assertRefused("cls_token is (1), not (1, 1, 16)", sound, "cls_token", one);
        assertRefused("pos_embed is (1)", sound, "pos_embed", one);
        NDArray learned = sound.get("pos_embed").add(0.01f);
        assertRefused("pos_embed is not the fixed sine-cosine table", sound, "pos_embed", learned);
        NDArray bias = sound.get("norm.bias");
        assertRefused("norm.bias has values that are not finite", sound, "norm.bias", bias.mul(Float.NaN));
        assertRefused("[D, 1, h, w]", sound, "patch_embed.proj.weight", manager.ones(new Shape(16, 3, 16, 16)));
    }

    private void assertRefused(String sentence, Map<String, NDArray> sound, String name, NDArray value)
            throws IOException {
        Map<String, NDArray> changed = new LinkedHashMap<>(sound);
        changed.remove(name);
        if (value != null) {
            changed.put(name, value);
        }
        Path file = folder.resolve("changed.safetensors");
        Safetensors.write(file, changed, Map.of());
        IOException refusal = assertThrows(IOException.class, () -> read(file, TWO_HEADS), sentence);
        assertTrue(refusal.getMessage().startsWith(file + ": "), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
    }

    @Test
    void anExportComputesTheSameInPyTorch() throws IOException {
        Python python = Python.withTorch();
        Path script = folder.resolve("encoder.py");
        String document = Files.readString(Path.of(System.getProperty("dapple.root", ".."), "docs/weights.md"));
        int start = document.indexOf("```python\n") + "```python\n".length();
        Files.writeString(script, document.substring(start, document.indexOf("```", start)) + """

                import sys
                encoder = Encoder(sys.argv[1])
                sound = torch.frombuffer(bytearray(open(sys.argv[2], "rb").read()), dtype=torch.float32).reshape(2, -1)
                open(sys.argv[3], "wb").write(encoder.embed(sound).contiguous().numpy().tobytes())
                """);
        NDArray sounds = sound().concat(sound().mul(0.1f).add(sound().flip(1).mul(0.4f)), 0);
        Files.write(folder.resolve("sound.f32"), sounds.toByteArray());
        for (ViTStyle style : ViTStyle.values()) {
            Path out = folder.resolve(style.toString());
            AudioEncoder encoder = encoder(style);
            assertEquals(4 + 2 * 12 + (style == ViTStyle.PRE_NORM ? 3 : 1), WeightExport.write(encoder, out, manager));
            python.run(
                    script.toString(),
                    out.toString(),
                    folder.resolve("sound.f32").toString(),
                    folder.resolve("embedding.f32").toString());
            byte[] embedding = Files.readAllBytes(folder.resolve("embedding.f32"));
            NDArray torch = manager.create(ByteBuffer.wrap(embedding), new Shape(2, 80), DataType.FLOAT32);
            Golden.assertClose(style + "", torch, encoder.embed(sounds), 1e-4, 0);
        }
    }

    @Test
    void anExportCanBeImported() throws IOException {
        AudioEncoder encoder = encoder(ViTStyle.PRE_NORM);
        WeightExport.write(encoder, folder, manager);
        WeightImport.Imported imported = read(folder.resolve("model.safetensors"), TWO_HEADS);
        assertArrayEquals(
                encoder.embed(sound()).toFloatArray(),
                imported.encoder().embed(sound()).toFloatArray());
        assertEquals(Map.of("mel filters", 1), imported.unused());
        assertEquals(
                "pt", Safetensors.metadata(folder.resolve("model.safetensors")).get("format"));
    }

    /** With values that are not those of a fresh model, where all biases are zero and all gains one. */
    private AudioEncoder encoder(ViTStyle style) {
        PatchGrid grid = new PatchGrid(5, 6, 16, 16);
        VisionTransformer transformer = new VisionTransformer(new ViTConfig(16, 2, 2), grid, style, Precision.FP32);
        transformer.freezeParameters(true);
        transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 80, 96));
        Weights.of(transformer)
                .values()
                .forEach(array ->
                        array.addi(manager.randomNormal(array.getShape()).mul(0.1f)));
        return new AudioEncoder(LogMel.standard(), WeightImport.M2D, transformer, manager.newSubManager());
    }

    @Test
    void anEncoderBeginsWithGivenWeights() throws IOException {
        AudioEncoder source = encoder(ViTStyle.PRE_NORM);
        source.save(folder.resolve("encoder"));
        WeightExport.write(source, folder.resolve("export"), manager);
        for (Path from : List.of(folder.resolve("encoder"), folder.resolve("export/model.safetensors"))) {
            Duo twin = new Duo(from);
            Map<String, NDArray> expected = Weights.of(source.transformer());
            assertEquals(
                    new NDList(expected.values()).size(),
                    Weights.of(twin.model.encoder()).size());
            Weights.of(twin.model.encoder())
                    .forEach((name, value) -> assertEquals(expected.get(name), value, from + " " + name));
            Weights.of(twin.model).forEach((name, value) -> {
                if (name.startsWith("target_")) {
                    assertEquals(
                            expected.get(name.substring(7)), value, "the teacher copies the given weights: " + name);
                }
            });
        }
        VisionTransformer wider = new VisionTransformer(new ViTConfig(32, 2, 2), new PatchGrid(5, 6, 16, 16));
        assertInitRefused("width 16, depth 2, heads 2; the model has width 32,", folder.resolve("encoder"), wider);
        assertInitRefused(
                "cls_token is float32 (1, 1, 16), not (1, 1, 32)", folder.resolve("export/model.safetensors"), wider);
        VisionTransformer shallow = new VisionTransformer(new ViTConfig(16, 1, 2), new PatchGrid(5, 6, 16, 16));
        assertInitRefused("it has blocks.1.", folder.resolve("export/model.safetensors"), shallow);
        VisionTransformer deep = new VisionTransformer(new ViTConfig(16, 3, 2), new PatchGrid(5, 6, 16, 16));
        assertInitRefused("it lacks blocks.2.", folder.resolve("export/model.safetensors"), deep);
        assertInitRefused("no encoder.json", folder.resolve("export"), deep);
        VisionTransformer narrow = new VisionTransformer(new ViTConfig(16, 2, 2), new PatchGrid(5, 12, 16, 8));
        assertInitRefused("patch_embed.proj.weight", folder.resolve("encoder"), narrow);
    }

    private void assertInitRefused(String sentence, Path from, VisionTransformer encoder) {
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> InitialWeights.set(from, encoder, manager));
        assertEquals("init.from", refusal.key());
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
    }

    /** M2D whose target encoder begins as a copy, initialised from weights. */
    private final class Duo {
        private final PretextModel model;

        Duo(Path from) throws IOException {
            ViTConfig size = new ViTConfig(16, 2, 2);
            PatchGrid grid = new PatchGrid(5, 4, 16, 16); // shorter crops than the source's
            model = new MaskedModelingDuo.Recipe(
                            size,
                            new ViTConfig(8, 1, 2),
                            MaskedModelingDuo.TargetView.MASKED,
                            MaskedModelingDuo.TargetStart.COPY,
                            new TeacherDecay(0.99, 0.999, false))
                    .model(grid, Precision.FP32);
            InitialWeights.set(from, model.encoder(), manager);
            model.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 80, 64));
        }
    }
}
