package org.dapple.train.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.LabelSet;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.Weights;
import org.dapple.testing.Golden;
import org.dapple.testing.LiveArrays;
import org.dapple.testing.WithManager;
import org.dapple.train.record.TrainingFailedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A small encoder on a few synthetic clips: what is learned, what is not, and what decides it. */
class FineTuningJobTest extends WithManager {
    private static final FineTuningListener SILENT = new FineTuningListener() {};
    private static final int CLIPS = 8 * ToneClips.CLASSES;

    @TempDir
    static Path folder;

    private static List<Clip> written = List.of();

    @BeforeAll
    static void writeClips() throws IOException {
        written = ToneClips.write(folder, CLIPS / ToneClips.CLASSES);
    }

    private static List<Clip> clips() {
        return written;
    }

    private static ClipSounds sounds(List<Clip> clips) throws IOException {
        return ClipSounds.read(clips, 16000, () -> {});
    }

    private FineTuningJob job(FineTuningConfig config, List<Clip> clips) throws IOException {
        return new FineTuningJob(config, ToneClips.encoder(manager), sounds(clips), ToneClips.labels(clips), 1.0);
    }

    /** Six clips of each class to learn from, one to select by, one to test on. */
    private static FineTuningParts parts() {
        int c = ToneClips.CLASSES;
        return new FineTuningParts(
                "the set", ToneClips.range(0, 6 * c), ToneClips.range(6 * c, 7 * c), ToneClips.range(7 * c, 8 * c));
    }

    private static Map<String, float[]> weights(FineTunedClassifier classifier) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        classifier
                .parameters()
                .forEach((name, parameter) ->
                        weights.put(name, parameter.getArray().toFloatArray()));
        return weights;
    }

    private Map<String, float[]> trained(FineTuningConfig config, List<Clip> clips) throws IOException {
        try (FineTuned done = job(config, clips).run(parts(), 0, manager, SILENT)) {
            return weights(done.classifier());
        }
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
    }

    private static boolean differ(Map<String, float[]> first, Map<String, float[]> second, String name) {
        return !Arrays.equals(first.get(name), second.get(name));
    }

    private double trainingAccuracy(FineTuningConfig config) throws IOException {
        List<Integer> all = ToneClips.range(0, CLIPS);
        try (FineTuned done = job(config, clips()).run(new FineTuningParts("all", all, all, all), 0, manager, SILENT)) {
            List<FineTuned.Epoch> curve = done.curve();
            assertEquals(config.schedule().epochs(), curve.size());
            assertTrue(curve.get(curve.size() - 1).loss() < curve.get(0).loss(), curve.toString());
            return curve.get(curve.size() - 1).score();
        }
    }

    /** The encoder learns what a classifier on the same encoder, untrained and frozen, cannot make out. */
    @ParameterizedTest
    @CsvSource({"adamw,0.01,40,0.95", "sgd,0.2,80,0.9"})
    void trainingClipsAreLearntByHeart(String optimizer, double rate, int epochs, double least) throws IOException {
        Object[] settings = {
            "optimizer", optimizer, "learning_rate", rate, "epochs", epochs, "training_mask", 0.2, "freeze", ""
        };
        double whole = trainingAccuracy(ToneClips.config(settings));
        assertTrue(whole >= least, "fine-tuned: " + whole);
        settings[settings.length - 1] = "cls_token,patch_embed,blocks,norm";
        double frozen = trainingAccuracy(ToneClips.config(settings));
        assertTrue(frozen <= 0.6, "frozen: " + frozen);
    }

    @Test
    void onlyWhatIsNotFrozenMoves() throws IOException {
        FineTuningJob job = job(ToneClips.config("freeze", "patch_embed,blocks.0.mlp"), clips());
        try (FineTuned done = job.run(parts(), 0, manager, SILENT)) {
            Map<String, float[]> after = weights(done.classifier());
            int frozen = 0;
            for (Map.Entry<String, float[]> before :
                    encoderWeights(job.encoder()).entrySet()) {
                float[] now = after.get(before.getKey());
                if (before.getKey().contains("patch_embed") || before.getKey().contains("mlp")) {
                    assertArrayEquals(before.getValue(), now, before.getKey());
                    frozen++;
                } else {
                    assertFalse(Arrays.equals(before.getValue(), now), before.getKey() + " did not move");
                }
            }
            assertEquals(2 + 4, frozen);
        }
    }

    private static Map<String, float[]> encoderWeights(AudioEncoder encoder) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        Weights.of(encoder.transformer())
                .forEach((name, array) -> weights.put("encoder." + name, array.toFloatArray()));
        return weights;
    }

    @Test
    void theGivenEncoderStaysAsItIs() throws IOException {
        FineTuningJob job = job(ToneClips.config(), clips());
        Map<String, float[]> before = encoderWeights(job.encoder());
        int arrays = manager.getManagedArrays().size();
        job.run(parts(), 0, manager, SILENT).close();
        assertSame(before, encoderWeights(job.encoder()));
        assertEquals(arrays, manager.getManagedArrays().size(), "nothing is left behind");
    }

    /** Everything random at once: order, crops, mixup, SpecAugment, resizing, masks. */
    private static FineTuningConfig allRandom(long seed) {
        return ToneClips.config(
                "seed",
                seed,
                "mixup",
                0.5,
                "spec_augment",
                Map.of("frequency", 20, "time", 30),
                "random_resize_crop",
                true,
                "training_mask",
                0.5);
    }

    @Test
    void theSameSeedGivesTheSameBits() throws IOException {
        List<Clip> clips = clips();
        Map<String, float[]> first = trained(allRandom(42), clips);
        assertSame(first, trained(allRandom(42), clips));
        assertTrue(differ(first, trained(allRandom(43), clips), "head.weight"), "another seed is another training");
        try (FineTuned other = job(allRandom(42), clips).run(parts(), 1, manager, SILENT)) {
            assertTrue(differ(first, weights(other.classifier()), "head.weight"), "so is another fold");
        }
    }

    @Test
    void eachAugmentationChangesWhatIsLearned() throws IOException {
        List<Clip> clips = clips();
        Map<String, float[]> plain = trained(ToneClips.config(), clips);
        Object[][] changes = {
            {"mixup", 0.5},
            {"mixup", 0.5, "mixup_on", "log_mel"},
            {"spec_augment", Map.of("frequency", 20, "time", 0)},
            {"random_resize_crop", true},
            {"training_mask", 0.5},
            {"training_mask", 0.5, "training_mask_as_published", true}
        };
        List<float[]> seen = new ArrayList<>(List.of(plain.get("head.bias")));
        for (Object[] change : changes) {
            float[] bias = trained(ToneClips.config(change), clips).get("head.bias");
            for (float[] other : seen) {
                assertFalse(Arrays.equals(other, bias), List.of(change).toString());
            }
            seen.add(bias);
        }
    }

    /** The clips with the labels of some of them handed round. */
    private static List<Clip> relabelled(List<Clip> clips, List<Integer> part) {
        List<Clip> changed = new ArrayList<>(clips);
        List<Integer> others = new ArrayList<>(part);
        Collections.rotate(others, 1);
        for (int i = 0; i < part.size(); i++) {
            Clip clip = clips.get(part.get(i));
            String label = clips.get(others.get(i)).label();
            changed.set(part.get(i), new Clip(clip.filename(), clip.file(), label, null, null));
        }
        return changed;
    }

    @Test
    void theTestPartNeverDecides() throws IOException {
        List<Clip> clips = clips();
        FineTuningConfig config = ToneClips.config("epochs", 6);
        FineTuned[] done = new FineTuned[3];
        done[0] = job(config, clips).run(parts(), 0, manager, SILENT);
        done[1] = job(config, relabelled(clips, parts().test())).run(parts(), 0, manager, SILENT);
        assertSame(weights(done[0].classifier()), weights(done[1].classifier()));
        assertEquals(done[0].scores(), done[1].scores());
        assertEquals(done[0].bestEpoch(), done[1].bestEpoch());
        assertEquals(done[0].curve(), done[1].curve());

        done[2] = job(config, relabelled(clips, parts().selection())).run(parts(), 0, manager, SILENT);
        assertFalse(done[0].curve().equals(done[2].curve()), "the selection part does, and the curve shows it");
    }

    @Test
    void theFirstOfTheBestEpochsIsKept() throws IOException {
        FineTuningConfig config = ToneClips.config("epochs", 12);
        try (FineTuned done = job(config, clips()).run(parts(), 0, manager, SILENT)) {
            double best = done.curve().stream()
                    .mapToDouble(FineTuned.Epoch::score)
                    .max()
                    .orElseThrow();
            int first = 1;
            while (done.curve().get(first - 1).score() < best) {
                first++;
            }
            assertEquals(first, done.bestEpoch());
            // The weights are that epoch's: a training that ends there has them, if its rates are the same.
            assertTrue(first < 12, "the last epoch is not the best, or this tests nothing: " + done.curve());
            Map<String, float[]>[] atEpoch = weightsByEpoch(config);
            assertSame(atEpoch[first - 1], weights(done.classifier()));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Map<String, float[]>[] weightsByEpoch(FineTuningConfig config) throws IOException {
        Map<String, float[]>[] all = new Map[config.schedule().epochs()];
        FineTuningJob job = job(config, clips());
        FineTunedClassifier[] classifier = new FineTunedClassifier[1];
        FineTuningListener recorder = new FineTuningListener() {
            @Override
            public void finished(FineTuned.Epoch epoch, int best) {
                all[epoch.number() - 1] = weights(classifier[0]);
            }
        };
        classifier[0] = job.begin(0, manager);
        job.train(classifier[0], parts(), 0, manager, recorder).close();
        return all;
    }

    /** The features of both poolings, spelled out. */
    @Test
    void theTrainingMaskMakesFeaturesAsWideAsATokenAlsoInUse() throws IOException {
        NDArray sound = manager.create(new float[2 * 16000]).reshape(2, 16000);
        sound.addi(manager.randomNormal(sound.getShape()).mul(0.1));
        for (double ratio : new double[] {0, 0.5}) {
            FineTuningJob job = job(ToneClips.config("training_mask", ratio), clips());
            try (FineTuned done = job.run(parts(), 0, manager, SILENT)) {
                int width = ratio == 0 ? 5 * 16 : 16;
                FineTunedClassifier classifier = done.classifier();
                NDArray weight = classifier.parameters().get("head.weight").getArray();
                assertEquals(new Shape(5, width), weight.getShape());
                NDArray padded = classifier.wholePatches(classifier.spectrograms(sound));
                assertEquals(new Shape(2, 1, 80, 112), padded.getShape());
                assertEquals(0, padded.get(":, :, :, 101:").abs().sum().getFloat(), "zeros behind the sound");
                done.classifier().save(folder.resolve("pooled"), Heard.notKnown());
                AudioEncoder encoder = AudioEncoder.load(folder.resolve("pooled/encoder"), manager);
                NDArray tokens = encoder.transformer()
                        .forward(new ParameterStore(manager, false), padded, false)
                        .get(new NDIndex(":, 1:"));
                NDArray features = ratio == 0
                        ? tokens.reshape(2, 5, 7, 16).mean(new int[] {2}).reshape(2, 80)
                        : tokens.mean(new int[] {1});
                NDArray normalized = features.sub(value(classifier, "head.norm.running_mean"))
                        .div(value(classifier, "head.norm.running_var")
                                .add(1e-5)
                                .sqrt());
                NDArray logits =
                        normalized.matMul(weight.stopGradient().transpose()).add(value(classifier, "head.bias"));
                Golden.assertClose("probabilities", logits.softmax(1), classifier.predict(sound), 1e-5, 0);
            }
        }
    }

    private static NDArray value(FineTunedClassifier classifier, String name) {
        return classifier.parameters().get(name).getArray().stopGradient();
    }

    @Test
    void framesThatFillNoPatchAreDroppedOnRequest() throws IOException {
        FineTuningJob job = job(ToneClips.config("last_patch", "drop"), clips());
        try (FineTuned done = job.run(parts(), 0, manager, SILENT)) {
            assertEquals(PatchGrid.of(80, 96, 16, 16), done.classifier().grid());
        }
    }

    /** Longer than the trained grid of 96 frames: the positions are stretched, and learning works. */
    @Test
    void soundsMayBeLongerThanTheEncodersCrops() throws IOException {
        List<Clip> clips = clips();
        FineTuningJob job = new FineTuningJob(
                allRandom(1), ToneClips.encoder(manager), sounds(clips), ToneClips.labels(clips), 1.8);
        try (FineTuned done = job.run(parts(), 0, manager, SILENT)) {
            assertEquals(12, done.classifier().grid().timePatches());
            assertTrue(Double.isFinite(done.curve().get(1).loss()));
        }
    }

    @Test
    void aSavedClassifierSaysTheSame() throws IOException {
        try (FineTuned done =
                job(ToneClips.config("training_mask", 0.5), clips()).run(parts(), 0, manager, SILENT)) {
            done.classifier().save(folder.resolve("saved"), Heard.notKnown());
            try (FineTunedClassifier loaded = FineTunedClassifier.load(folder.resolve("saved"), manager)) {
                assertEquals(done.classifier().labels(), loaded.labels());
                assertEquals(16000, loaded.samples());
                assertEquals(16000, loaded.sampleRate());
                NDArray sound = manager.randomNormal(new Shape(3, 12000)).mul(0.1);
                NDArray expected = done.classifier().predict(sound);
                Golden.assertClose("loaded", expected, loaded.predict(sound), 0, 0);
                NDArray padded = sound.concat(manager.zeros(new Shape(3, 9000)), 1);
                Golden.assertClose("padded and cut", expected, loaded.predict(padded), 0, 0);
                Golden.assertClose("alone", expected.get("1:2"), loaded.predict(sound.get("1:2")), 1e-5, 0);
                assertArrayEquals(
                        new float[] {1, 1, 1}, expected.sum(new int[] {1}).toFloatArray(), 1e-5f);
            }
        }
        Path description = folder.resolve("saved/classifier.json");
        String sealed = Files.readString(description);
        Files.writeString(description, sealed.replace("\"patches\"", "\"columns\""));
        String damage = assertThrows(
                        IOException.class, () -> FineTunedClassifier.load(folder.resolve("saved"), manager))
                .getMessage();
        assertTrue(damage.contains("classifier.json is damaged or was edited by hand"), damage);
        String text = sealed.replaceFirst(",\\s+\"crc32c\".*", ""); // as an older version wrote it
        Files.writeString(description, text.replace("\"format\": 1", "\"format\": 2"));
        String message = assertThrows(
                        IOException.class, () -> FineTunedClassifier.load(folder.resolve("saved"), manager))
                .getMessage();
        assertTrue(message.endsWith("classifier.json: format must be 1; it is 2"), message);
        Files.writeString(description, text.replace("\"pooling\": \"patches\"", "\"pooling\": \"columns\""));
        assertThrows(IllegalArgumentException.class, () -> FineTunedClassifier.load(folder.resolve("saved"), manager));
    }

    /** Each clip is a mixture in name: its class, and whether its number is even, which is not in the sound. */
    @Test
    void clipsOfSeveralLabelsAreLearned() throws IOException {
        List<Clip> clips = new ArrayList<>();
        for (Clip clip : clips()) {
            boolean first =
                    clip.label().equals(ToneClips.labels(clips()).names().get(0));
            clips.add(new Clip(clip.filename(), clip.file(), clip.label() + (first ? ";first" : ";other"), null, null));
        }
        List<String> names = new ArrayList<>(ToneClips.labels(clips()).names());
        names.addAll(List.of("first", "other"));
        LabelSet labels = new LabelSet(names, DownstreamMetric.MEAN_AVERAGE_PRECISION);
        List<Integer> all = ToneClips.range(0, CLIPS);
        FineTuningConfig config = ToneClips.config("epochs", 40, "mixup", 0.3);
        FineTuningJob job = new FineTuningJob(config, ToneClips.encoder(manager), sounds(clips), labels, 1.0);
        try (FineTuned done = job.run(new FineTuningParts("all", all, all, all), 0, manager, SILENT)) {
            List<FineTuned.Epoch> curve = done.curve();
            assertTrue(curve.get(0).score() < 0.8, curve.toString());
            assertTrue(curve.get(curve.size() - 1).score() > 0.95, curve.toString());
            assertEquals(7, done.scores().get(0).size());
            float[] targets = labels.targets(labels.classes(clips));
            double[] said = new double[2]; // of what is not so, and of what is so
            for (int i = 0; i < targets.length; i++) {
                said[(int) targets[i]] += done.scores().get(i / 7).get(i % 7) / (CLIPS * (targets[i] > 0 ? 2.0 : 5.0));
            }
            assertTrue(said[1] > said[0] + 0.2, "mean probabilities " + Arrays.toString(said));
            assertTrue(said[1] * 2 > 1, "they do not share a sum of one");
            done.classifier().save(folder.resolve("several"), Heard.notKnown());
            try (FineTunedClassifier loaded = FineTunedClassifier.load(folder.resolve("several"), manager)) {
                NDArray sound = manager.randomNormal(new Shape(1, 16000)).mul(0.1);
                Golden.assertClose("loaded", done.classifier().predict(sound), loaded.predict(sound), 0, 0);
            }
        }
    }

    @Test
    void randomCropsAreOfTheClipAndTestClipsBeginAtTheirStart() throws IOException {
        List<Clip> clips = clips();
        ClipSounds sounds = sounds(clips);
        FineTuningConfig config = ToneClips.config();
        Seeds seeds = new Seeds(1);
        float[] whole = new float[32000];
        int elsewhere = 0;
        try (WaveformBatches batches = new WaveformBatches(
                sounds, ToneClips.range(0, 10), new double[10], config.sampling(), 2, 16000, seeds)) {
            for (int i = 0; i < 4; i++) {
                WaveformBatches.Batch batch = batches.next();
                assertEquals(5, batch.clips().size());
                for (int row = 0; row < 5; row++) {
                    sounds.copy(batch.clips().get(row), 0, whole, 0, 32000);
                    int place = find(batch.samples(), row * 16000, whole);
                    assertTrue(place >= 0 && place < 16000, "a piece of the clip: " + place);
                    elsewhere += place > 0 ? 1 : 0;
                }
            }
        }
        assertTrue(elsewhere > 15, "random places: " + elsewhere);
    }

    /** Where a second of samples lies in a clip. */
    private static int find(float[] samples, int from, float[] whole) {
        for (int place = 0; place <= 16000; place++) {
            if (Arrays.equals(samples, from, from + 16000, whole, place, place + 16000)) {
                return place;
            }
        }
        return -1;
    }

    @Test
    void aStopIsAnEnd() throws IOException {
        int[] steps = {0};
        FineTuningListener impatient = new FineTuningListener() {
            @Override
            public void stepped(long done, long total) {
                assertEquals(6, total);
                steps[0]++;
            }

            @Override
            public boolean stopRequested() {
                return steps[0] == 4;
            }
        };
        FineTuningJob job = job(ToneClips.config(), clips());
        int arrays = manager.getManagedArrays().size();
        CancellationException e =
                assertThrows(CancellationException.class, () -> job.run(parts(), 0, manager, impatient));
        assertEquals(
                "interrupted in epoch 2 of 2 of the set; nothing of this fold is kept, so start again", e.getMessage());
        assertEquals(arrays, manager.getManagedArrays().size(), "nothing is left behind");
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() throws IOException {
        FineTuningJob job =
                job(ToneClips.config("optimizer", "sgd", "learning_rate", 1e30, "warmup_epochs", 0), clips());
        TrainingFailedException e =
                assertThrows(TrainingFailedException.class, () -> job.run(parts(), 0, manager, SILENT));
        assertEquals(
                "the loss is no longer a number in epoch 1 of the set: lower learning_rate or raise warmup_epochs",
                e.getMessage());
    }

    @Test
    void whatIsNotThereCannotBeFrozen() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class, () -> job(ToneClips.config("freeze", "patch_embed,block"), clips()));
        assertTrue(e.getMessage().startsWith("freeze must name parts of the encoder"), e.getMessage());
        assertTrue(e.getMessage().endsWith("it is block"), e.getMessage());
    }

    @Test
    void emptyPartsAreRefused() {
        List<Integer> some = List.of(1, 2);
        for (int empty = 0; empty < 3; empty++) {
            List<Integer> train = empty == 0 ? List.of(1) : some;
            List<Integer> selection = empty == 1 ? List.of() : some;
            List<Integer> test = empty == 2 ? List.of() : some;
            ConfigurationException e = assertThrows(
                    ConfigurationException.class, () -> new FineTuningParts("fold 3", train, selection, test));
            assertTrue(e.getMessage().contains("fold 3 has " + train.size()), e.getMessage());
        }
    }

    @Test
    void soundsAreTheSameFromMemoryAndFromFiles() throws IOException {
        List<Clip> clips =
                new ArrayList<>(ToneClips.write(folder.resolve("others"), 1).subList(0, 4));
        Path broken = folder.resolve("broken.wav");
        Files.writeString(broken, "no sound");
        clips.add(1, new Clip("broken.wav", broken, "x", null, null));
        int[] read = {0};
        ClipSounds inMemory = ClipSounds.read(clips, 22050, () -> read[0]++);
        assertEquals(5, read[0]);
        ClipSounds fromFiles = ClipSounds.read(clips, 22050, 0, () -> {});
        ClipSounds mixed = ClipSounds.read(clips, 22050, 2 * 44100 * Float.BYTES + 100, () -> {});
        assertEquals(4, inMemory.clips().size());
        assertEquals("broken.wav", inMemory.skipped().get(0).filename());
        assertEquals(inMemory.contentHashes(), fromFiles.contentHashes());
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            int clip = i % 4;
            int start = random.nextInt(40000);
            float[] expected = new float[30000];
            float[] actual = new float[30000];
            float[] third = new float[30000];
            assertEquals(44100, fromFiles.length(clip));
            inMemory.copy(clip, start, expected, 5, 20000);
            fromFiles.copy(clip, start, actual, 5, 20000);
            mixed.copy(clip, start, third, 5, 20000);
            assertArrayEquals(expected, actual);
            assertArrayEquals(expected, third);
        }
        Files.delete(clips.get(0).file());
        IOException e = assertThrows(IOException.class, () -> fromFiles.copy(0, 0, new float[10], 0, 10));
        assertTrue(e.getMessage().contains("0.wav"), e.getMessage());
    }

    /** With everything on that makes arrays of its own: augmentation, masks, each optimiser. */
    @ParameterizedTest
    @ValueSource(strings = {"adamw", "sgd", "lars"})
    void aLongerTrainingHoldsNoMoreArrays(String optimizer) throws IOException {
        LiveArrays live = LiveArrays.of(manager);
        int[] most = new int[2];
        int[] epochs = {10, 100};
        for (int i = 0; i < epochs.length; i++) {
            FineTuningConfig config = ToneClips.config(
                    "optimizer",
                    optimizer,
                    "learning_rate",
                    1e-4,
                    "epochs",
                    epochs[i],
                    "training_mask",
                    0.2,
                    "mixup",
                    0.3,
                    "random_resize_crop",
                    true);
            FineTuningJob job = job(config, clips());
            int before = live.now();
            live.reset();
            List<Integer> few = ToneClips.range(0, 4);
            job.run(new FineTuningParts("few", few, few, few), 0, manager, SILENT)
                    .close();
            most[i] = live.most() - before;
            assertEquals(before, live.now(), "left behind");
        }
        assertEquals(most[0], most[1], "at once, in more epochs");
    }
}
