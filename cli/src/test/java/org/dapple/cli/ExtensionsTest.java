package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Elementary;
import org.dapple.core.ops.Precision;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.AudioDecoder;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.WavFile;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.downstream.DownstreamClips;
import org.dapple.data.downstream.DownstreamInfo;
import org.dapple.data.downstream.DownstreamSet;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.data.store.Corpus;
import org.dapple.data.store.LogMelExtraction;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.StoreJob;
import org.dapple.data.store.StorePrecision;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.ArrayBlock;
import org.dapple.models.layers.Linear;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.pretext.PretextLoss;
import org.dapple.models.pretext.PretextModel;
import org.dapple.models.pretext.PretextRecipe;
import org.dapple.models.pretext.PretextRecipes;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.PretrainingJob;
import org.dapple.train.PretrainingListener;
import org.dapple.train.record.MetricsLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The extensions of docs/extending.md, each of which does its work. */
class ExtensionsTest {
    @TempDir
    Path folder;

    /** Predicts from the class token how loud every hidden patch is. */
    static final class LoudnessPretext extends ArrayBlock implements PretextModel {
        private final VisionTransformer encoder;
        private final Linear head;

        record Recipe(ViTConfig encoder) implements PretextRecipe {
            @Override
            public PretextModel model(PatchGrid grid, Precision precision) {
                return new LoudnessPretext(new VisionTransformer(encoder, grid, ViTStyle.PRE_NORM, precision));
            }
        }

        LoudnessPretext(VisionTransformer transformer) {
            encoder = addChildBlock("", transformer);
            head = addChildBlock(
                    "head",
                    new Linear(transformer.config().width(), transformer.grid().count()));
        }

        @Override
        public PretextLoss loss(ParameterStore store, NDArray spectrograms, PatchMask mask) {
            NDManager outer = spectrograms.getManager();
            try (NDManager scope = outer.newSubManager()) {
                scope.tempAttachAll(spectrograms, mask.ids());
                NDArray encoded = encoder.encodeVisible(store, spectrograms, mask, true); // [B, 1 + V, D]
                NDArray predicted = head.forward(store, encoded.get(new NDIndex(":, 0")), true); // [B, L]
                NDArray loudness = encoder.grid().patchify(spectrograms).mean(new int[] {2}); // [B, L]
                NDArray errors =
                        predicted.sub(loudness).square().mul(mask.binary()).sum();
                long hidden = mask.ids().getShape().get(0) * (mask.patches() - mask.visibleCount());
                return new PretextLoss(ownedBy(outer, errors.mul(constant(errors, 1.0 / hidden))));
            }
        }

        @Override
        public VisionTransformer encoder() {
            return encoder;
        }

        @Override
        public NDArray forward(ParameterStore store, NDArray spectrograms, boolean training) {
            return encoder.forward(store, spectrograms, training);
        }

        @Override
        protected Shape outputShape(Shape input) {
            return encoder.getOutputShapes(new Shape[] {input})[0];
        }
    }

    @Test
    void aPretextModelFromOutsideIsTrained() throws IOException {
        Codec<LoudnessPretext.Recipe> codec = new Codec<>(
                LoudnessPretext.Recipe.class,
                settings -> new LoudnessPretext.Recipe(
                        settings.nested("model", section -> ViTConfig.read(section, ViTConfig.TINY))),
                recipe -> Codec.keys("model", recipe.encoder().toSettings()));
        Catalogue<PretextRecipe> recipes = PretextRecipes.standard().with("loudness", codec);

        Catalogues standard = Catalogues.standard();
        Catalogues catalogues = new Catalogues(standard.masking(), recipes, standard.frontEnds());
        List<MetricsLog.Entry> metrics = train(Map.of("pretext", "loudness"), catalogues);
        assertTrue(metrics.get(19).loss() < 0.5 * metrics.get(0).loss(), metrics + "");
        PretrainingJob again = PretrainingJob.open(RunDirectory.open(folder.resolve("run"), "run"), catalogues);
        assertEquals(
                new LoudnessPretext.Recipe(new ViTConfig(24, 1, 2)),
                again.config().recipe());
    }

    /** The energy of mel bands to a power, which is kinder to quiet sounds than the logarithm. */
    record PowerMel(LogMel logMel, double power) implements FrontEnd {

        @Override
        public NDArray apply(NDArray waveforms) {
            try (NDManager scope = waveforms.getManager().newSubManager()) {
                NDArray logMels = logMel.apply(waveforms); // [B, bands, frames]
                logMels.attach(scope);
                NDArray result = Elementary.exp(logMels.mul(power));
                result.attach(waveforms.getManager());
                return result;
            }
        }

        @Override
        public float silence() {
            return (float) Math.exp(power * logMel.silence());
        }

        @Override
        public int sampleRate() {
            return logMel.sampleRate();
        }

        @Override
        public int bands() {
            return logMel.bands();
        }

        @Override
        public int frames(int samples) {
            return logMel.frames(samples);
        }

        @Override
        public int samples(int frames) {
            return logMel.samples(frames);
        }

        @Override
        public int hop() {
            return logMel.hop();
        }

        @Override
        public int edgeFrames() {
            return logMel.edgeFrames();
        }
    }

    @Test
    void aFrontEndFromOutsideTravelsWithTheEncoder() throws IOException {
        Codec<PowerMel> codec = new Codec<>(
                PowerMel.class,
                settings -> new PowerMel(LogMel.standard(), settings.number("power", 0.1)),
                frontEnd -> Codec.keys("power", frontEnd.power()));
        Catalogue<FrontEnd> frontEnds = FrontEnds.standard().with("power_mel", codec);

        Catalogues standard = Catalogues.standard();
        train(
                Map.of("front_end", Map.of("type", "power_mel", "power", 0.2), "on_the_fly", true),
                new Catalogues(standard.masking(), standard.recipes(), frontEnds));
        try (NDManager manager = NDManager.newBaseManager();
                AudioEncoder encoder = AudioEncoder.load(folder.resolve("run/encoder"), manager, frontEnds)) {
            assertEquals(new PowerMel(LogMel.standard(), 0.2), encoder.frontEnd());
            NDArray sound = manager.create(new SyntheticCorpus(1).clip(3).samples());
            float[] embedding = encoder.embed(sound.expandDims(0)).toFloatArray();
            assertEquals(5 * 24, embedding.length);
            assertTrue(Float.isFinite(embedding[0]));
        }
    }

    private List<MetricsLog.Entry> train(Map<String, ?> more, Catalogues catalogues) throws IOException {
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        for (int i = 0; i < 8; i++) {
            WavFile.write(folder.resolve("sounds/" + i + ".wav"), corpus.clip(i));
        }
        Map<String, Object> settings = new LinkedHashMap<>(more);
        settings.put("model", Map.of("width", 24, "depth", 1, "heads", 2));
        settings.put("batch_size", 8);
        settings.put("crop_frames", 96);
        settings.put("max_steps", 20);
        settings.put("base_learning_rate", 0.3);
        PretrainingJob job = new PretrainingJob(
                PretrainingConfig.read(new Settings(settings), catalogues),
                new Corpus(folder.resolve("sounds"), "", List.of()),
                RunDirectory.create(folder.resolve("run")),
                catalogues);
        try (NDManager manager = NDManager.newBaseManager()) {
            assertEquals(PretrainingJob.Outcome.FINISHED, job.run(manager, new PretrainingListener() {}));
        }
        return MetricsLog.read(job.run().metrics());
    }

    /** Two words and the rate, then 16-bit samples. */
    record FieldRecorder() implements AudioDecoder {
        private static final byte[] MAGIC = "FIELD REC ".getBytes(StandardCharsets.US_ASCII);

        @Override
        public boolean reads(byte[] head) {
            return head.length >= MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length));
        }

        @Override
        public Waveform decode(Path file) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).position(MAGIC.length);
            int sampleRate = bytes.getInt();
            float[] samples = new float[bytes.remaining() / Short.BYTES];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = bytes.getShort() / 32768f;
            }
            return new Waveform(samples, sampleRate);
        }
    }

    @Test
    void aDecoderFromOutsideFillsAStore() throws IOException {
        Path file = folder.resolve("morning.field");
        ByteBuffer bytes = ByteBuffer.allocate(14 + 2 * 16000);
        bytes.put(FieldRecorder.MAGIC).putInt(16000);
        for (int i = 0; i < 16000; i++) {
            bytes.putShort((short) (10000 * Math.sin(i)));
        }
        Files.write(file, bytes.array());
        List<Clip> clips = List.of(new Clip("morning.field", file, null, null, null));

        AudioDecoders decoders = AudioDecoders.standard().with(new FieldRecorder());
        StoreJob job = new StoreJob(clips, LogMel.standard(), 96, StorePrecision.FP16, StoreJob.USUAL_SHARD_BYTES);
        try (NDManager manager = NDManager.newBaseManager();
                LogMelStore store = new LogMelExtraction(decoders, job)
                        .run(folder.resolve("store"), manager, (done, total) -> {})) {
            assertEquals(List.of(), store.skipped());
            assertEquals(101, store.clips().get(0).frames());
        }
    }

    /** A folder with {@code calls.csv}: filename, label, split, source. */
    record BirdCalls() implements DownstreamSet {
        private static final DownstreamInfo INFO = new DownstreamInfo(
                "bird-calls",
                List.of("birds"),
                "Calls of my garden",
                2.0, // seconds
                2, // classes
                3, // clips
                Map.of("train", 2, "test", 1),
                DownstreamMetric.ACCURACY,
                "my own recordings",
                "my shelf");

        @Override
        public DownstreamInfo info() {
            return INFO;
        }

        @Override
        public DownstreamClips read(Path path) throws IOException {
            Manifest manifest = Manifest.read(path.resolve("calls.csv"));
            List<String> missing = manifest.clips().stream()
                    .filter(clip -> !Files.exists(clip.file()))
                    .map(Clip::filename)
                    .toList();
            return new DownstreamClips(INFO, path, manifest, missing.size(), missing, List.of());
        }
    }

    @Test
    void aDownstreamSetFromOutsideIsFoundAndChecked() throws IOException {
        Files.writeString(
                folder.resolve("calls.csv"),
                "filename,label,split,source\na.wav,robin,train,may\nb.wav,wren,train,may\nc.wav,wren,test,june\n");
        Files.createFile(folder.resolve("a.wav"));
        Files.createFile(folder.resolve("b.wav"));

        DownstreamSets sets = DownstreamSets.standard().with(new BirdCalls());
        DownstreamClips clips = sets.get("birds").read(folder);
        assertEquals(Map.of("train", 2, "test", 1), clips.parts());
        assertEquals(List.of("1 listed file is missing: c.wav"), clips.problems());
    }
}
