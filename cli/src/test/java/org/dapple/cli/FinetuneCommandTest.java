package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.cli.command.Overrides;
import org.dapple.core.files.Json;
import org.dapple.data.audio.WavFile;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.eval.result.Prediction;
import org.dapple.eval.result.Predictions;
import org.dapple.train.finetune.FineTunedClassifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command from a manifest to a classifier that can be used again. */
class FinetuneCommandTest {
    private static final int CLASSES = 3;
    private static final int SOUND_CLASSES = 14;

    @TempDir
    static Path folder;

    /** Three classes of eight clips, four to learn from, two to validate by, two to test on; and a run on the first. */
    @BeforeAll
    static void makeSoundsAndARun() throws IOException {
        SyntheticCorpus corpus = new SyntheticCorpus(2);
        List<String> splits = List.of("train", "train", "train", "train", "valid", "valid", "test", "test");
        StringBuilder rows = new StringBuilder("filename,label,split,source\n");
        StringBuilder folds = new StringBuilder("filename,label,fold\n");
        StringBuilder several = new StringBuilder("filename,label,split\n");
        for (int i = 0; i < splits.size() * CLASSES; i++) {
            int index = i / CLASSES * SOUND_CLASSES + i % CLASSES;
            int number = i / CLASSES;
            String label = corpus.soundClass(index).label();
            WavFile.write(folder.resolve(i + ".wav"), corpus.clip(index));
            rows.append(i + ".wav," + label + "," + splits.get(number) + ",source" + i + "\n");
            folds.append(i + ".wav," + label + "," + (number % 2 == 0 ? "a" : "b/c") + "\n");
            several.append(
                    i + ".wav," + label + (number % 2 == 0 ? ";even" : ";odd") + "," + splits.get(number) + "\n");
        }
        Files.writeString(folder.resolve("manifest.csv"), rows);
        Files.writeString(folder.resolve("folds.csv"), folds);
        Files.writeString(folder.resolve("several.csv"), several);
        CommandLineTest.Run run = CommandLineTest.run(
                "pretrain",
                "--data",
                path("manifest.csv"),
                "--split",
                "train",
                "--out",
                path("run"),
                "model.width=24",
                "model.depth=1",
                "model.heads=2",
                "decoder.width=16",
                "decoder.depth=1",
                "decoder.heads=2",
                "max_steps=2");
        assertEquals(0, run.code(), run.printed());
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static CommandLineTest.Run finetune(String manifest, String... more) {
        List<String> arguments = new ArrayList<>(List.of("finetune", "--run", path("run"), "--data", path(manifest)));
        arguments.addAll(List.of(more));
        return CommandLineTest.run(arguments.toArray(String[]::new));
    }

    private static void assertRefused(String sentence, CommandLineTest.Run run) {
        assertEquals(2, run.code(), run.printed());
        assertTrue(run.printed().contains(sentence), run.printed());
        assertFalse(run.printed().contains("\tat "), run.printed());
    }

    @Test
    void aClassifierIsTrainedTestedKeptAndUsed() throws IOException {
        CommandLineTest.Run run = finetune(
                "manifest.csv",
                "--out",
                path("tuned"),
                "--json",
                path("tuned.json"),
                "--predictions",
                path("mine.csv"),
                "epochs=3",
                "batch_size=4",
                "seconds=1");
        assertEquals(0, run.code(), run.printed());
        List<String> lines = run.printed().lines().toList();
        assertTrue(
                lines.contains("3 classes; 12 clips to learn from, 6 to choose the best epoch by, 6 to test on."),
                run.printed());
        assertTrue(lines.contains("accuracy, fine-tuning (version 2)"), run.printed());
        assertTrue(lines.stream().anyMatch(line -> line.matches("test +6 +\\d+\\.\\d %, epoch [123]")), run.printed());
        assertTrue(
                lines.stream().anyMatch(line -> line.matches("All test clips together: .* %.*interval.*")),
                run.printed());

        Map<String, Object> json = Json.read(folder.resolve("tuned.json"));
        assertEquals("fine-tuning (version 2)", json.get("protocol"));
        assertEquals("valid", json.get("select"));
        assertEquals(0L, json.get("heard_test_clips"));
        assertEquals(3L, ((Map<?, ?>) json.get("config")).get("epochs"));
        Map<?, ?> ofSeed = (Map<?, ?>) ((List<?>) json.get("runs")).get(0);
        assertEquals(42L, ofSeed.get("seed"));
        Map<?, ?> training = (Map<?, ?>) ((List<?>) ofSeed.get("training")).get(0);
        assertEquals(3, ((List<?>) training.get("curve")).size());
        assertEquals(json.get("score"), ofSeed.get("score"));

        List<Prediction> predictions = Predictions.read(folder.resolve("mine.csv"));
        assertEquals(6, predictions.size());
        assertEquals(predictions, Predictions.read(folder.resolve("tuned/predictions.csv")));
        Map<String, Object> kept = Json.read(folder.resolve("tuned/finetune.json"));
        assertTrue(kept.containsKey("provenance"));
        assertEquals(json.get("score"), kept.get("score"));

        try (NDManager manager = NDManager.newBaseManager();
                FineTunedClassifier classifier =
                        FineTunedClassifier.load(folder.resolve("tuned/seed-42/test"), manager)) {
            for (Prediction prediction : predictions) {
                float[] samples = AudioReader.standard()
                        .read(folder.resolve(prediction.filename()))
                        .samples();
                NDArray probabilities =
                        classifier.predict(manager.create(samples).expandDims(0));
                int best = (int) probabilities.argMax(1).getLong(0);
                assertEquals(prediction.predicted(), classifier.labels().get(best), prediction.filename());
            }
        }
        CommandLineTest.Run probe = CommandLineTest.run(
                "probe", "--encoder", path("tuned/seed-42/test/encoder"), "--data", path("manifest.csv"));
        assertEquals(0, probe.code(), probe.printed());

        assertRefused("--out must be a new folder", finetune("manifest.csv", "--out", path("tuned"), "epochs=1"));
    }

    @Test
    void foldsAndSeedsAreAveragedAndATestThatDecidesIsCalledSo() throws IOException {
        CommandLineTest.Run run = finetune(
                "folds.csv",
                "--allow-heard",
                "--seeds",
                "2",
                "--json",
                path("folds.json"),
                "--out",
                path("folds"),
                "select=test",
                "epochs=2",
                "batch_size=4",
                "seed=7",
                "seconds=0.5",
                "optimizer=sgd",
                "training_mask=0");
        assertEquals(0, run.code(), run.printed());
        assertTrue(
                run.printed()
                        .contains("2 folds, the first with 12 clips to learn from, 12 to test on. select=test: "
                                + "they also choose the best epoch"),
                run.printed());
        assertTrue(
                run.printed().contains("accuracy, fine-tuning, best epoch chosen on test (version 2)"), run.printed());
        assertTrue(run.printed().contains(", of the best TEST epoch (select=test)"), run.printed());
        assertTrue(run.printed().contains("Mean of 2 seeds: "), run.printed());
        assertTrue(run.printed().contains("Pre-training has heard 12 of the 24 test clips"), run.printed());
        Map<String, Object> json = Json.read(folder.resolve("folds.json"));
        assertEquals("fine-tuning, best epoch chosen on test (version 2)", json.get("protocol"));
        assertEquals("test", json.get("select"));
        List<?> runs = (List<?>) json.get("runs");
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            Map<?, ?> ofSeed = (Map<?, ?>) runs.get(i);
            assertEquals(7L + i, ofSeed.get("seed"));
            assertEquals("fine-tuning, best epoch chosen on test (version 2)", ofSeed.get("protocol"));
            assertEquals(24, ((List<?>) ofSeed.get("predictions")).size());
            sum += ((Number) ofSeed.get("score")).doubleValue();
            assertTrue(Files.exists(folder.resolve("folds/predictions-seed-" + (7 + i) + ".csv")));
        }
        assertEquals(sum / 2, (double) json.get("score"), 1e-12);
        assertTrue(Files.exists(folder.resolve("folds/seed-8/fold-2/head.safetensors")), "b/c is no folder's name");
    }

    @Test
    void clipsOfSeveralLabelsAreScoredByAveragePrecision() throws IOException {
        CommandLineTest.Run run =
                finetune("several.csv", "--json", path("several.json"), "epochs=1", "seconds=0.5", "mixup_on=log_mel");
        assertEquals(0, run.code(), run.printed());
        assertTrue(run.printed().contains("5 classes; 12 clips"), run.printed());
        assertTrue(run.printed().contains("mAP, fine-tuning (version 2)"), run.printed());
        assertEquals("mAP", Json.read(folder.resolve("several.json")).get("metric"));
    }

    @Test
    void theSameCommandGivesTheSameScores() throws IOException {
        for (String name : List.of("one", "two")) {
            CommandLineTest.Run run =
                    finetune("manifest.csv", "--predictions", path(name), "--out", path(name + "-out"), "epochs=2");
            assertEquals(0, run.code(), run.printed());
        }
        assertEquals(Files.readString(folder.resolve("one")), Files.readString(folder.resolve("two")));
        String weights = "-out/seed-42/test/encoder/encoder.safetensors";
        assertEquals(-1, Files.mismatch(folder.resolve("one" + weights), folder.resolve("two" + weights)));
    }

    @Test
    void whatCannotBeDoneIsSaidBefore() throws IOException {
        assertRefused("must have test clips that pre-training has not heard", finetune("folds.csv", "epochs=1"));
        assertRefused(
                "select must be valid, because the set has a validation part; it is test",
                finetune("manifest.csv", "select=test"));
        assertRefused("epoch is not a known key; did you mean epochs?", finetune("manifest.csv", "epoch=1"));
        assertRefused("freeze must name parts of the encoder", finetune("manifest.csv", "freeze=head"));
        assertRefused("--seeds must be at least 1; it is 0", finetune("manifest.csv", "--seeds", "0"));
        assertRefused("--run is missing", CommandLineTest.run("finetune", "--data", path("manifest.csv")));
        assertRefused("--data is missing", CommandLineTest.run("finetune", "--run", path("run")));
        Files.writeString(folder.resolve("unlabelled.csv"), "filename,split\n0.wav,train\n1.wav,test\n");
        assertRefused("must have a label for every clip; 0.wav has none", finetune("unlabelled.csv"));
        Files.writeString(folder.resolve("unsplit.csv"), "filename,label\n0.wav,a\n1.wav,b\n");
        assertRefused("must have a column split with train and test", finetune("unsplit.csv"));
    }

    /** EVAR's table of fine-tuning settings. */
    @ParameterizedTest
    @CsvSource({
        "as2m,lars,2.0,64,70,15,0.5,30,192,false,0.5",
        "as20k,sgd,0.5,64,200,5,0.3,30,192,true,0.5",
        "esc50,sgd,0.5,128,200,5,0.0,15,48,true,0.5",
        "spcv2,sgd,0.5,128,200,5,0.3,30,48,true,0.5",
        "vc1,adamw,5.0E-4,64,50,5,0.0,30,48,false,0.0"
    })
    void presetsHaveThePublishedFigures(
            String name,
            String optimizer,
            double rate,
            int batch,
            int epochs,
            double warmup,
            double mixup,
            int frequency,
            int time,
            boolean crop,
            double mask)
            throws IOException {
        Map<String, Object> config = printed("--config", preset("finetune-" + name));
        assertEquals(optimizer, config.get("optimizer"));
        assertEquals(rate, config.get("learning_rate"));
        assertEquals(batch, config.get("batch_size"));
        assertEquals(epochs, config.get("epochs"));
        assertEquals(warmup, config.get("warmup_epochs"));
        assertEquals(mixup, config.get("mixup"));
        assertEquals(Map.of("frequency", frequency, "time", time), config.get("spec_augment"));
        assertEquals(crop, config.get("random_resize_crop"));
        assertEquals(mask, config.get("training_mask"));
        assertEquals(1.0E-7, config.get("min_learning_rate"));
        assertEquals(mask > 0 ? true : null, config.get("training_mask_as_published"));
        assertEquals(optimizer.equals("adamw") ? 1e-4 : 0.0, config.get("weight_decay"));
        assertEquals(optimizer.equals("adamw") ? true : null, config.get("amsgrad"));
        assertEquals(name.equals("esc50") ? "patch_embed" : "", config.get("freeze"));
        assertEquals(name.equals("spcv2") ? "pad" : "drop", config.get("last_patch"));
    }

    @Test
    void theTinyPresetIsWhatTheCommandDoesAnyway() throws IOException {
        assertEquals(printed(), printed("--config", preset("finetune-tiny")));
    }

    private static String preset(String name) {
        return Path.of(System.getProperty("dapple.root", ".."), "presets", name + ".yaml")
                .toString();
    }

    private static Map<String, Object> printed(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("finetune", "--print-config"));
        command.addAll(List.of(arguments));
        CommandLineTest.Run run = CommandLineTest.run(command.toArray(String[]::new));
        assertEquals(0, run.code(), run.printed());
        return Overrides.file(Files.writeString(folder.resolve("printed.yaml"), run.printed()));
    }

    /** The command in a process of its own, which ends as Ctrl-C ends it. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptionEndsWithASentence() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin/java",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dapple.class.getName(),
                        "finetune",
                        "--run",
                        path("run"),
                        "--data",
                        path("manifest.csv"),
                        "epochs=100000")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            String line = printed.readLine();
            while (line != null && !line.startsWith("3 classes")) {
                line = printed.readLine();
            }
            process.toHandle().destroy();
            String rest = String.join("\n", printed.lines().toList());
            assertTrue(rest.contains("dapple: interrupted in epoch "), rest);
            assertTrue(rest.contains(" of 100000 of the set; nothing of this fold is kept"), rest);
        }
        assertEquals(130, process.waitFor());
    }
}
