package org.dapple.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dapple.core.files.Json;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.WavFile;
import org.dapple.data.batch.EpochCrops;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.store.Corpus;
import org.dapple.data.store.LogMelExtraction;
import org.dapple.data.store.StoreJob;
import org.dapple.data.store.StorePrecision;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.weights.Safetensors;
import org.dapple.testing.WithManager;
import org.dapple.train.record.EventFile;
import org.dapple.train.record.MetricsLog;
import org.dapple.train.record.Throughput;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainingJobTest extends WithManager {
    private static final Catalogues CATALOGUES = Catalogues.standard();

    @TempDir
    static Path sounds;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeSounds() throws IOException {
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        for (int i = 0; i < 10; i++) {
            WavFile.write(sounds.resolve("clip" + i + ".wav"), corpus.clip(i));
        }
        Files.writeString(sounds.resolve("broken.wav"), "this is no sound");
    }

    private static void copySounds(Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(sounds)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void overwriteSounds(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.writeString(file, "no sound any more");
            }
        }
    }

    private PretrainingJob job(String name, String strategy) {
        return job(name, "mae", strategy, sounds, Map.of());
    }

    private PretrainingJob job(String name, String strategy, Map<String, ?> more) {
        return job(name, "mae", strategy, sounds, more);
    }

    private PretrainingJob job(String name, String strategy, Path data) {
        return job(name, "mae", strategy, data, Map.of());
    }

    private PretrainingJob job(String name, String pretext, String strategy, Path data, Map<String, ?> more) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("pretext", pretext);
        tree.put("model", Map.of("width", 24, "depth", 2, "heads", 2));
        tree.put(
                "decoder",
                pretext.equals("data2vec2")
                        ? Map.of("depth", 2, "groups", 4)
                        : Map.of("width", 16, "depth", 1, "heads", 2));
        tree.put("masking", Map.of("strategy", strategy));
        tree.put("batch_size", 4);
        tree.put("crop_frames", 96);
        tree.put("max_steps", 12);
        tree.put("checkpoint_every", 5);
        tree.putAll(more);
        PretrainingConfig config = PretrainingConfig.read(new Settings(tree), CATALOGUES);
        Corpus corpus = new Corpus(data, "", List.of());
        return new PretrainingJob(config, corpus, RunDirectory.create(folder.resolve(name)), CATALOGUES);
    }

    @ParameterizedTest
    @CsvSource({
        "mae,random", "mae,dwm", "mae,self_guided",
        "m2d,random", "m2d,dwm", "m2d,self_guided",
        "data2vec2,random", "data2vec2,dwm", "data2vec2,self_guided"
    })
    void anInterruptedRunEndsBitForBitAsAnUndisturbedOne(String pretext, String strategy) throws IOException {
        PretrainingJob undisturbed = job("undisturbed", pretext, strategy, sounds, Map.of());
        assertEquals(PretrainingJob.Outcome.FINISHED, undisturbed.run(manager, new PretrainingListener() {}));

        Path copy = folder.resolve("copy");
        copySounds(copy);
        PretrainingJob interrupted = job("interrupted", pretext, strategy, copy, Map.of());
        assertEquals(PretrainingJob.Outcome.INTERRUPTED, interrupted.run(manager, stopAfter(7)));
        // As after a kill: metrics of steps that the checkpoint does not have, the last line torn.
        Files.writeString(
                interrupted.run().metrics(),
                "{\"step\":7,\"loss\":1.0,\"learning_rate\":1.0,\"gradient_norm\":1.0}\n{\"step\":8,\"lo",
                StandardOpenOption.APPEND);
        overwriteSounds(copy); // the cache has what the run needs
        PretrainingJob reopened =
                PretrainingJob.open(RunDirectory.open(interrupted.run().root(), "run"), CATALOGUES);
        assertEquals(interrupted.config().completedBy(reopened.config().input()), reopened.config());
        assertEquals(PretrainingJob.Outcome.FINISHED, reopened.run(manager, new PretrainingListener() {}));

        assertEquals(
                MetricsLog.read(undisturbed.run().metrics()),
                MetricsLog.read(interrupted.run().metrics()));
        assertEquals(12, MetricsLog.read(interrupted.run().metrics()).size());
        assertSameTensors(undisturbed, interrupted, "model.safetensors");
        assertSameTensors(undisturbed, interrupted, "optimizer.safetensors");
        assertFalse(Files.exists(interrupted.run().cache()), "the cache is cleaned up");
    }

    @Test
    void aRunOnTheFlyWithSeveralBatchesInAStepResumesBitForBit() throws IOException {
        Map<String, ?> more = Map.of("on_the_fly", true, "accumulate", 3, "max_steps", 12);
        PretrainingJob undisturbed = job("undisturbed", "dwm", more);
        undisturbed.run(manager, new PretrainingListener() {});
        PretrainingJob interrupted = job("interrupted", "dwm", more);
        assertEquals(PretrainingJob.Outcome.INTERRUPTED, interrupted.run(manager, stopAfter(7)));
        PretrainingJob.open(RunDirectory.open(interrupted.run().root(), "run"), CATALOGUES)
                .run(manager, new PretrainingListener() {});
        assertEquals(
                MetricsLog.read(undisturbed.run().metrics()),
                MetricsLog.read(interrupted.run().metrics()));
        assertSameTensors(undisturbed, interrupted, "model.safetensors");
        assertSameTensors(undisturbed, interrupted, "optimizer.safetensors");
    }

    @Test
    @DisabledIfSystemProperty(named = "dapple.ops", matches = "composed", disabledReason = "eigh cannot be composed")
    void watchingARunChangesNothing() throws IOException {
        PretrainingJob watched = job("watched", "random", Map.of("health_every", 1));
        watched.run(manager, new PretrainingListener() {});
        PretrainingJob unwatched =
                job("unwatched", "random", Map.of("health_every", 1000, "tensorboard", false, "keep_checkpoints", 5));
        unwatched.run(manager, new PretrainingListener() {});

        assertEquals(
                MetricsLog.read(watched.run().metrics()),
                MetricsLog.read(unwatched.run().metrics()));
        assertSameTensors(watched, unwatched, "model.safetensors");
        assertSameTensors(watched, unwatched, "optimizer.safetensors");
        for (String line : Files.readAllLines(watched.run().metrics())) {
            Map<String, Object> values = Json.parse(line, "metrics");
            assertTrue((double) values.get("rank_me") >= 1, line);
            assertTrue((double) values.get("embedding_variance") > 0, line);
            assertTrue((double) values.get("clips_per_second") > 0, line);
            double patches = 5 * 6;
            assertEquals(
                    patches, (double) values.get("tokens_per_second") / (double) values.get("clips_per_second"), 1e-9);
            assertTrue((double) values.get("waiting_share") <= 1, line);
            assertTrue((double) values.get("flops_per_second") > 0, line);
            assertTrue((double) values.get("matrix_share") > 0, line);
            if (Files.exists(Path.of("/proc/self/status"))) {
                assertTrue((double) values.get("open_files") > 2, line);
                assertTrue((double) values.get("resident_mib") > 10, line);
                assertTrue((double) values.get("peak_resident_mib") >= (double) values.get("resident_mib"), line);
            }
        }
        assertFalse(Files.readString(unwatched.run().metrics()).contains("rank_me"));
        try (Stream<Path> files = Files.list(watched.run().tensorboard())) {
            assertEquals(2 + 12, EventFile.read(files.findFirst().orElseThrow()).size());
        }
    }

    private void assertSameTensors(PretrainingJob a, PretrainingJob b, String file) throws IOException {
        String step = "step-00000012";
        Map<String, NDArray> first =
                Safetensors.read(a.run().checkpoints().resolve(step).resolve(file), manager);
        Map<String, NDArray> second =
                Safetensors.read(b.run().checkpoints().resolve(step).resolve(file), manager);
        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, value) ->
                assertArrayEquals(value.toFloatArray(), second.get(name).toFloatArray(), file + " " + name));
    }

    private static PretrainingListener stopAfter(int steps) {
        return new PretrainingListener() {
            private int asked;

            @Override
            public boolean stopRequested() {
                return asked++ == steps;
            }
        };
    }

    @Test
    void theLossFallsAndTheEncoderIsKept() throws IOException {
        PretrainingJob job = job("run", "dwm");
        List<SkippedClip> skipped = new ArrayList<>();
        job.run(manager, new PretrainingListener() {
            @Override
            public void prepared(int used, List<SkippedClip> unreadable) {
                assertEquals(10, used);
                skipped.addAll(unreadable);
            }
        });
        assertEquals("broken.wav", skipped.get(0).filename());
        assertTrue(Files.readString(job.run().skipped()).contains("broken.wav"));
        List<MetricsLog.Entry> entries = MetricsLog.read(job.run().metrics());
        assertEquals(0, entries.get(0).learningRate());
        assertTrue(entries.get(11).loss() < entries.get(0).loss(), "the loss falls");
        try (AudioEncoder encoder = AudioEncoder.load(job.run().encoder(), manager)) {
            assertEquals(5 * 24, encoder.width());
            float[] sound = new SyntheticCorpus(1).clip(0).samples();
            NDArray embedding = encoder.embed(manager.create(sound).expandDims(0));
            assertTrue(embedding.abs().max().getFloat() > 0);
        }
    }

    /** A store, NumPy files and sound, mixed; the store alone trains bit for bit as the sound it was made of. */
    @Test
    void storesAndSeveralCorporaAreTrainedOn() throws IOException {
        PretrainingJob sound = job("sound", "random");
        sound.run(manager, new PretrainingListener() {});
        StoreJob made = new StoreJob(
                new Corpus(sounds, "", List.of()).manifest().clips(),
                LogMel.standard(),
                96,
                StorePrecision.FP32,
                100_000);
        Path store = folder.resolve("store");
        new LogMelExtraction(AudioDecoders.standard(), made)
                .run(store, manager, (done, total) -> {})
                .close();
        PretrainingJob stored = job("stored", "random", store);
        stored.run(manager, new PretrainingListener() {});
        assertEquals(
                MetricsLog.read(sound.run().metrics()),
                MetricsLog.read(stored.run().metrics()));

        List<Corpus> corpora = List.of(new Corpus(store, "", List.of(), 1), new Corpus(sounds, "", List.of(), 3));
        PretrainingJob mixed =
                new PretrainingJob(sound.config(), corpora, RunDirectory.create(folder.resolve("mixed")), CATALOGUES);
        assertEquals(PretrainingJob.Outcome.INTERRUPTED, mixed.run(manager, stopAfter(3)));
        PretrainingJob reopened = PretrainingJob.open(mixed.run(), CATALOGUES);
        assertEquals(
                List.of(1.0, 3.0),
                reopened.corpora().stream().map(Corpus::weight).toList());
        assertEquals(PretrainingJob.Outcome.FINISHED, reopened.run(manager, new PretrainingListener() {}));
        assertEquals(12, MetricsLog.read(mixed.run().metrics()).size());
    }

    /** Three corpora of ten clips with shares 0.2 : 1 : 1 round to 3 + 14 + 14 crops, which are 31. */
    @Test
    void stepsOfAnEpochAreCountedOnce() throws IOException {
        List<Corpus> corpora = Stream.of(0.2, 1.0, 1.0)
                .map(weight -> new Corpus(sounds, "", List.of(), weight))
                .toList();
        PretrainingConfig config = job("unused", "random", Map.of("batch_size", 1, "epochs", 1, "max_steps", 99))
                .config();
        PretrainingJob mixed =
                new PretrainingJob(config, corpora, RunDirectory.create(folder.resolve("mixed")), CATALOGUES);
        int counted = EpochCrops.listed(corpora).all();
        assertEquals(PretrainingJob.Outcome.INTERRUPTED, mixed.run(manager, stopAfter(30)));
        assertEquals(31, RunSummary.of(mixed.run(), CATALOGUES).all());
        mixed.run().clearCache(); // it can be made again, and does not say that a run is finished
        assertEquals(PretrainingJob.Outcome.FINISHED, mixed.run(manager, new PretrainingListener() {}));
        assertEquals(31, MetricsLog.read(mixed.run().metrics()).size());
        assertEquals(33, counted, "listed are 11 clips, one of which cannot be read: 3 + 15 + 15");
    }

    @Test
    void aRunGoesOnWhereItsDataWasMoved() throws IOException {
        PretrainingJob undisturbed = job("undisturbed", "random");
        undisturbed.run(manager, new PretrainingListener() {});
        Path before = folder.resolve("before");
        copySounds(before);
        PretrainingJob job = job("run", "random", before);
        job.run(manager, stopAfter(3));
        Path now = Files.move(before, folder.resolve("now"));
        ConfigurationException gone =
                assertThrows(ConfigurationException.class, () -> PretrainingJob.open(job.run(), CATALOGUES)
                        .run(manager, new PretrainingListener() {}));
        assertTrue(gone.getMessage().contains(before + " is gone"), gone.getMessage());
        assertTrue(gone.getMessage().contains("resume with --data"), gone.getMessage());

        Path other = folder.resolve("other");
        copySounds(other);
        WavFile.write(other.resolve("clip3.wav"), new SyntheticCorpus(2).clip(0));
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> PretrainingJob.open(job.run(), CATALOGUES)
                        .movedTo(other)
                        .run(manager, new PretrainingListener() {}));
        assertTrue(refusal.getMessage().contains("clip3.wav has another sound"), refusal.getMessage());
        String description = Files.readString(job.run().description());
        assertTrue(description.contains(before.toString()), "a refused move is not written down");

        assertEquals(
                PretrainingJob.Outcome.FINISHED,
                PretrainingJob.open(job.run(), CATALOGUES).movedTo(now).run(manager, new PretrainingListener() {}));
        assertEquals(
                MetricsLog.read(undisturbed.run().metrics()),
                MetricsLog.read(job.run().metrics()));
        assertEquals(
                now, PretrainingJob.open(job.run(), CATALOGUES).corpora().get(0).path());
        assertTrue(String.valueOf(Json.read(job.run().description()).get("changes"))
                .contains("key=data"));
    }

    /** Stores of the same sounds in half and in single precision are not the same data. */
    @Test
    void aRunDoesNotGoOnWithDataThatWasPreparedOtherwise() throws IOException {
        Path store = folder.resolve("store");
        prepare(store, StorePrecision.FP16);
        PretrainingJob job = job("run", "random", store);
        job.run(manager, stopAfter(3));
        Path other = folder.resolve("other");
        prepare(other, StorePrecision.FP32);
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> PretrainingJob.open(job.run(), CATALOGUES)
                        .movedTo(other)
                        .run(manager, new PretrainingListener() {}));
        assertTrue(refusal.getMessage().contains("must be prepared as it was"), refusal.getMessage());
        Path moved = Files.move(store, folder.resolve("moved"));
        assertEquals(
                PretrainingJob.Outcome.FINISHED,
                PretrainingJob.open(job.run(), CATALOGUES).movedTo(moved).run(manager, new PretrainingListener() {}));
    }

    private void prepare(Path store, StorePrecision precision) throws IOException {
        StoreJob job = new StoreJob(
                new Corpus(sounds, "", List.of()).manifest().clips(), LogMel.standard(), 96, precision, 100_000);
        new LogMelExtraction(AudioDecoders.standard(), job)
                .run(store, manager, (done, total) -> {})
                .close();
    }

    @Test
    void anotherNumberOfThreadsIsSaidOnceAndWrittenDown() throws IOException {
        PretrainingJob job = job("run", "random");
        job.run(manager, stopAfter(3));
        Map<String, Object> description = Json.read(job.run().description());
        Map<String, Object> provenance = new LinkedHashMap<>();
        ((Map<?, ?>) description.get("provenance"))
                .forEach((fact, value) -> provenance.put(String.valueOf(fact), value));
        provenance.put("threads", "61");
        description.put("provenance", provenance);
        Json.write(job.run().description(), description);

        List<String> said = new ArrayList<>();
        for (int stop : new int[] {2, 2, 99}) {
            PretrainingJob.open(job.run(), CATALOGUES).run(manager, new PretrainingListener() {
                private int steps;

                @Override
                public void trained(long done, long total, int clipsPerStep, double loss, Throughput speed) {
                    steps++;
                }

                @Override
                public boolean stopRequested() {
                    return steps >= stop;
                }

                @Override
                public void warned(String sentence) {
                    if (sentence.contains("other conditions")) {
                        said.add(sentence);
                    }
                }
            });
        }
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.get(0).contains("instead of 61): from step 3 on"), said.get(0));
        assertTrue(said.get(0).contains("no longer equal those of an uninterrupted run bit for bit"), said.get(0));
        assertTrue(Json.read(job.run().description()).get("continued") instanceof List<?> all && all.size() == 1);
    }

    @Test
    void aChangedCorpusIsNotContinued() throws IOException {
        PretrainingJob job = job("run", "random");
        job.run(manager, stopAfter(3));
        Path extra = sounds.resolve("extra.wav");
        WavFile.write(extra, new SyntheticCorpus(2).clip(0));
        try {
            ConfigurationException refusal =
                    assertThrows(ConfigurationException.class, () -> PretrainingJob.open(job.run(), CATALOGUES)
                            .run(manager, new PretrainingListener() {}));
            assertEquals("data", refusal.key());
        } finally {
            Files.delete(extra);
        }
    }

    @Test
    void aRunCanBeginWithTheWeightsOfAnother() throws IOException {
        PretrainingJob first = job("first", "random");
        first.run(manager, new PretrainingListener() {});
        Path source = first.run().root();
        PretrainingJob second = job("second", "random", Map.of("init", Map.of("from", source.toString())));
        assertEquals(PretrainingJob.Outcome.INTERRUPTED, second.run(manager, stopAfter(0)));
        try (AudioEncoder before = AudioEncoder.load(first.run().encoder(), manager);
                AudioEncoder after = AudioEncoder.load(second.run().encoder(), manager);
                AudioEncoder fresh = first.encoders().untrained(manager)) {
            NDArray sound =
                    manager.create(new SyntheticCorpus(1).clip(0).samples()).expandDims(0);
            assertEquals(before.embed(sound), after.embed(sound));
            assertFalse(before.embed(sound).equals(fresh.embed(sound)));
        }
        PretrainingJob reopened =
                PretrainingJob.open(RunDirectory.open(second.run().root(), "run"), CATALOGUES);
        assertEquals(source.toString(), reopened.config().initFrom().orElseThrow());
        Files.move(source, folder.resolve("moved")); // a checkpoint needs the source no longer
        assertEquals(PretrainingJob.Outcome.FINISHED, reopened.run(manager, new PretrainingListener() {}));

        PretrainingJob fourth = job("fourth", "random", Map.of("init", Map.of("from", source.toString())));
        assertThrows(ConfigurationException.class, () -> fourth.run(manager, new PretrainingListener() {}));
        Map<String, Object> init = Map.of("from", folder.resolve("moved").toString());
        PretrainingJob other = job("other", "random", Map.of("init", init, "patch_width", 32));
        assertTrue(assertThrows(ConfigurationException.class, () -> other.run(manager, new PretrainingListener() {}))
                .getMessage()
                .contains("patch_embed.proj.weight is float32 (24, 1, 16, 16), not (24, 1, 16, 32)"));
    }

    @Test
    void configurationsReadBackEqual() {
        PretrainingConfig config = job("run", "dwm").config();
        Settings written = new Settings(config.toSettings(CATALOGUES));
        assertEquals(config, PretrainingConfig.read(written, CATALOGUES));
        PretrainingConfig defaults = PretrainingConfig.read(new Settings(Map.of()), CATALOGUES);
        assertEquals(defaults, PretrainingConfig.read(new Settings(defaults.toSettings(CATALOGUES)), CATALOGUES));
    }

    @Test
    void wrongKeysAndValuesAreRefused() {
        assertRefused("epoch is not a known key; did you mean epochs?", Map.of("epoch", 3));
        assertRefused(
                "masking.ratio must be between 0 and 1, exclusive; it is 1.7", Map.of("masking", Map.of("ratio", 1.7)));
        assertRefused("max_steps must be at least 1; it is 0", Map.of("max_steps", 0));
        assertRefused(
                "model must be one of tiny, small, base, large, or a section with width, depth and heads; it is huge",
                Map.of("model", "huge"));
    }

    private static void assertRefused(String message, Map<String, ?> tree) {
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class, () -> PretrainingConfig.read(new Settings(tree), CATALOGUES));
        assertEquals(message, refusal.getMessage());
    }

    /**
     * A run that was killed before its first checkpoint begins once more, and where it began by now lies something
     * else.
     */
    @Test
    void aRunBeginsWithTheWeightsThatItBeganWith() throws IOException {
        job("donor", "random").run(manager, stopAfter(2));
        job("other", "random", Map.of("seed", 5)).run(manager, stopAfter(2));
        PretrainingJob job = job(
                "heir",
                "random",
                Map.of("init", Map.of("from", folder.resolve("donor").toString())));
        job.run(manager, stopAfter(0));
        try (Stream<Path> files = Files.walk(job.run().checkpoints())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Path weights = folder.resolve("donor/encoder/encoder.safetensors");
        byte[] begun = Files.readAllBytes(weights);
        Files.write(weights, Files.readAllBytes(folder.resolve("other/encoder/encoder.safetensors")));
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> job.run(manager, stopAfter(1)));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("must hold the weights that the run began with"),
                refusal.getMessage());
        Files.write(weights, begun);
        assertEquals(PretrainingJob.Outcome.INTERRUPTED, job.run(manager, stopAfter(1)));
    }
}
