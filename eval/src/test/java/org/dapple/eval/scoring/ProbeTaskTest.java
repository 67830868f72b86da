package org.dapple.eval.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.dapple.core.files.Json;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.WavFile;
import org.dapple.data.clips.Clip;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.data.task.Validation;
import org.dapple.eval.embedding.Embedder;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.eval.probe.CentroidProbe;
import org.dapple.eval.probe.KnnProbe;
import org.dapple.eval.probe.LinearProbe;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.probe.ProbeProtocol;
import org.dapple.eval.result.Prediction;
import org.dapple.eval.result.ProbeResult;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTaskTest extends WithManager {
    private static final Seeds SEEDS = new Seeds(42);

    private static ProbeTask task(List<Clip> clips) {
        return new ProbeTask(new LinearProbe(ProbeProtocol.strict()), DownstreamTask.of("t", clips, 1), SEEDS);
    }

    @TempDir
    Path folder;

    private static Clip clip(int number, String label, String fold, String split) {
        return new Clip("clip" + number, Path.of("clip" + number), label, fold, split);
    }

    private static List<Clip> folded(int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(clip(i, "label" + i % 4, String.valueOf(i / 4 % 5), null));
        }
        return clips;
    }

    /** Four classes as corners of a square, with noise; without signal all clips are alike. */
    private static Embeddings embeddings(List<Clip> clips, double signal) {
        Random random = new Random(1);
        float[] values = new float[clips.size() * 3];
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            int label = clips.get(i).label().charAt(5) - '0';
            values[3 * i] = (float) (signal * (label & 1) + random.nextGaussian());
            values[3 * i + 1] = (float) (signal * (label >> 1) + random.nextGaussian());
            values[3 * i + 2] = 7;
            hashes.add("hash" + i);
        }
        return new Embeddings(clips, hashes, values, 3, List.of());
    }

    @Test
    void everyClipIsTestedOnceAndNeverBesideItsTraining() {
        List<Clip> clips = folded(80);
        List<Fold> folds = Fold.of(clips, SEEDS, Validation.STRATIFIED);
        assertEquals(5, folds.size());
        Set<Integer> tested = new HashSet<>();
        for (Fold fold : folds) {
            Set<Integer> all = new HashSet<>(fold.train());
            assertEquals(16, fold.test().size());
            assertEquals(4 * 2, fold.valid().size(), "a tenth of 16 per class, rounded");
            assertTrue(all.addAll(fold.valid()) && all.addAll(fold.test()));
            assertEquals(80, all.size(), "the parts do not overlap");
            assertTrue(fold.test().stream()
                    .allMatch(i -> fold.name().equals(clips.get(i).fold())));
            tested.addAll(fold.test());
        }
        assertEquals(80, tested.size());
        assertEquals(folds, Fold.of(clips, SEEDS, Validation.STRATIFIED));
    }

    @Test
    void splitsAreTakenAsGiven() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            clips.add(clip(i, "label" + i % 2, null, i < 20 ? "train" : i < 24 ? "valid" : "test"));
        }
        Fold fold = Fold.of(clips, SEEDS, Validation.STRATIFIED).get(0);
        assertEquals(List.of(20, 21, 22, 23), fold.valid());
        assertEquals(20, fold.train().size());
        clips.removeIf(clip -> "valid".equals(clip.split()));
        Fold withoutValid = Fold.of(clips, SEEDS, Validation.STRATIFIED).get(0);
        assertEquals(2, withoutValid.valid().size());
        assertEquals(18, withoutValid.train().size());
    }

    @Test
    void manifestsThatCannotBeProbedAreRefused() {
        List<Clip> bare = List.of(clip(0, "a", null, null), clip(1, "b", null, null));
        assertThrows(ConfigurationException.class, () -> Fold.of(bare, SEEDS, Validation.STRATIFIED));
        List<Clip> oneLabel = folded(40).stream()
                .map(clip -> new Clip(clip.filename(), clip.file(), "label0", clip.fold(), null))
                .toList();
        assertThrows(ConfigurationException.class, () -> task(oneLabel)
                .run(embeddings(oneLabel, 1), task(oneLabel).folds(), manager, () -> {}));
    }

    @Test
    void signalIsFoundAndNoiseIsNot() {
        List<Clip> clips = folded(400);
        ProbeTask task = task(clips);
        int[] folds = {0};
        ProbeResult found = task.run(embeddings(clips, 8), task.folds(), manager, () -> folds[0]++);
        assertEquals(5, folds[0]);
        assertTrue(
                found.interval().mean() > 0.98,
                "of equally right epochs the first counts, so not all is learned: " + found.interval());
        assertEquals(400, found.predictions().size());
        assertEquals(100, found.confusion()[0][0], 2);
        ProbeResult guessed = task.run(embeddings(clips, 0), task.folds(), manager, () -> {});
        assertTrue(guessed.interval().low() < 0.25 && guessed.interval().high() > 0.2, "" + guessed.interval());
        assertEquals(guessed, task.run(embeddings(clips, 0), task.folds(), manager, () -> {}), "the seed decides");
    }

    @Test
    void clipsAreEmbeddedInOrderWhateverTheirBatch() throws IOException {
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 35; i++) {
            Path file = folder.resolve(i + ".wav");
            if (i == 7) {
                Files.writeString(file, "broken");
            } else {
                WavFile.write(file, corpus.clip(i));
            }
            clips.add(new Clip("clip" + i, file, null, null, null));
        }
        Embedder embedder = new Embedder(new LogMelStatistics(LogMel.standard()), 1.5);
        Embeddings all = embedder.run(clips, manager, () -> {});
        assertEquals(34, all.clips().size());
        assertEquals("clip7", all.skipped().get(0).filename());
        assertFalse(all.clips().contains(clips.get(7)));
        assertEquals(160, all.width());
        float[] sound = Arrays.copyOf(corpus.clip(34).samples(), 24000);
        NDArray spectrogram =
                LogMel.standard().apply(manager.create(sound).expandDims(0)).get(0);
        NDArray row = manager.create(Arrays.copyOfRange(all.values(), 33 * 160, 33 * 160 + 80));
        Golden.assertClose("mean over time", spectrogram.mean(new int[] {1}), row, 1e-4, 0);
        assertEquals(corpus.clip(34).contentHash(), all.contentHashes().get(33), "the hash is of the whole clip");
    }

    /** The fingerprint is of all of it. */
    @Test
    void ofALongRecordingOnlyTheBeginningIsKept() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        float[] sound = new float[60 * 22050];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) (random.nextDouble() - 0.5);
        }
        Waveform recording = new Waveform(sound, 22050);
        Path file = folder.resolve("long.wav");
        WavFile.write(file, recording);
        Embedder embedder = new Embedder(new LogMelStatistics(LogMel.standard()), 1.5);
        List<Clip> clips = List.of(new Clip("long.wav", file, null, null, null));
        embedder.run(clips, manager, () -> {});
        Embeddings embeddings = embedder.run(clips, manager, () -> {});

        Waveform read = AudioReader.standard().read(file);
        assertEquals(read.contentHash(), embeddings.contentHashes().get(0));
        Path cut = folder.resolve("cut.wav");
        WavFile.write(cut, new Waveform(Arrays.copyOf(read.samples(), 24000), 16000));
        Embeddings ofCut = embedder.run(List.of(new Clip("cut.wav", cut, null, null, null)), manager, () -> {});
        assertArrayEquals(ofCut.values(), embeddings.values(), 1e-3f, "but for the 16 bits of the file");
    }

    /** Neighbours and centroids stop by nothing: they keep their whole bank, and one clip of each class is enough. */
    @Test
    void probesWithoutAUseForValidationClipsLoseNone() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clips.add(clip(i, "label" + i % 4, null, i < 4 ? "train" : "test"));
        }
        for (Probe probe : List.of(KnnProbe.standard(), new CentroidProbe())) {
            ProbeTask task = new ProbeTask(probe, DownstreamTask.of("t", clips, 1), SEEDS);
            assertEquals(List.of(0, 1, 2, 3), task.folds().get(0).train());
            ProbeResult found = task.run(embeddings(clips, 50), task.folds(), manager, () -> {});
            assertEquals(1, found.score(), probe.protocolName());
        }
        assertThrows(
                ConfigurationException.class,
                () -> new ProbeTask(Probe.named("strict"), DownstreamTask.of("t", clips, 1), SEEDS).folds());
    }

    @Test
    void labelsThatAMeanSaysNothingOfAreNamed() {
        List<String> labels = List.of("bark", "rain", "wind");
        List<Prediction> predictions = List.of(
                new Prediction("a", null, "test", "bark;rain", "rain", List.of(0.1f, 0.9f, 0.2f)),
                new Prediction("b", null, "test", "rain", "rain", List.of(0.2f, 0.8f, 0.1f)));
        ProbeResult result = ProbeResult.of("p/1", DownstreamMetric.MEAN_AVERAGE_PRECISION, labels, predictions);
        assertEquals(List.of("wind"), result.folds().get(0).withoutPositives());
        assertEquals(List.of("rain"), result.folds().get(0).alwaysPositive());
        assertEquals(2, result.remarks().size());
        assertTrue(result.remarks().get(0).contains("wind")
                && result.remarks().get(1).contains("rain"));
        String json = Json.line(result.toJson());
        assertTrue(json.contains("\"labels_without_positives\":[\"wind\"]"), json);
        assertTrue(json.contains("\"labels_always_positive\":[\"rain\"]"), json);
    }

    /** One epoch is a budget that ends it; of many the patience does. */
    @Test
    void labelsThatCannotBeLearnedAreNamed() {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String split = i < 20 ? "train" : "test";
            clips.add(clip(i, i > 37 ? "label2" : i % 2 == 0 ? "label0" : "LABEL0", null, split));
        }
        Embeddings embeddings = embeddings(clips, 4);
        ProbeResult result = task(clips).run(embeddings, task(clips).folds(), manager, () -> {});
        assertEquals(
                List.of(
                        "The labels LABEL0 and label0 differ in capital letters only: they count as two classes.",
                        "No training clip of fold test has label2: its test clips cannot be recognised."),
                result.remarks());
    }

    @Test
    void resultsTellHowTheyWereLearned() {
        List<Clip> clips = folded(80);
        for (int epochs : List.of(1, 200)) {
            ProbeProtocol protocol =
                    new ProbeProtocol("test", 1, epochs, 200, List.of(0.001, 0.1), 0, 5, false, false, false, true);
            ProbeTask task = new ProbeTask(new LinearProbe(protocol), DownstreamTask.of("t", clips, 1), SEEDS);
            ProbeResult found = task.run(embeddings(clips, 8), task.folds(), manager, () -> {});
            assertEquals(epochs == 1 ? 5 : 0, found.budgetEnded(), found.folds().toString());
            Map<String, Object> training = found.folds().get(0).training();
            assertEquals(Set.of("learning_rate", "best_epoch", "epochs", "budget_ended"), training.keySet());
        }
    }
}
