package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dapple.core.files.Json;
import org.dapple.data.audio.WavFile;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an encoder has heard goes with its weights, through every command; where it is not known, every command says so.
 */
class HeardCommandsTest {
    private static final int SOUND_CLASSES = 14;
    private static final int TESTED = 6;

    @TempDir
    static Path folder;

    /**
     * Three classes: four clips of each to learn from, two to test on. A hears the test, B goes on from A, C from B.
     */
    @BeforeAll
    static void trainThreeRuns() throws IOException {
        SyntheticCorpus corpus = new SyntheticCorpus(3);
        StringBuilder relative = new StringBuilder("filename,label,split,source\n");
        StringBuilder absolute = new StringBuilder("filename,label,split,source\n");
        StringBuilder others = new StringBuilder("filename,label,split,source\n");
        for (int i = 0; i < 24; i++) {
            int number = i / 3;
            String label = corpus.soundClass(i % 3).label();
            Path file = folder.resolve("audio/" + i + ".wav");
            Files.createDirectories(file.getParent());
            WavFile.write(file, corpus.clip(number * SOUND_CLASSES + i % 3));
            String rest = "," + label + "," + (number < 4 ? "train" : "test");
            if (number < 6) {
                relative.append("audio/" + i + ".wav" + rest + ",source" + i + "\n");
                absolute.append(file + rest + ",source" + i + "\n");
            } else { // other clips of the tested sources
                others.append(file + rest + ",source" + (i - 6) + "\n");
            }
        }
        Files.writeString(folder.resolve("manifest.csv"), relative);
        Files.createDirectories(folder.resolve("lists"));
        Files.writeString(folder.resolve("lists/absolute.csv"), absolute);
        Files.writeString(folder.resolve("lists/others.csv"), others);
        pretrain("A", "manifest.csv", "test");
        pretrain("B", "manifest.csv", "train", "init.from=" + path("A"));
        pretrain("C", "manifest.csv", "train", "init.from=" + path("B/encoder"));
        pretrain("bare", "manifest.csv", "train", "init.from=" + path("A/encoder/encoder.safetensors"));
        pretrain("clean", "manifest.csv", "train");
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static void pretrain(String name, String manifest, String split, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "pretrain",
                "--data",
                path(manifest),
                "--out",
                path(name),
                "model.width=24",
                "model.depth=1",
                "model.heads=2",
                "decoder.width=16",
                "decoder.depth=1",
                "decoder.heads=2",
                "max_steps=2"));
        arguments.addAll(split.isEmpty() ? List.of() : List.of("--split", split));
        arguments.addAll(List.of(more));
        CommandLineTest.Run run = CommandLineTest.run(arguments.toArray(String[]::new));
        assertEquals(0, run.code(), run.printed());
    }

    private static CommandLineTest.Run probe(String... arguments) {
        Stream<String> all = Stream.concat(Stream.of("probe", "--data", path("manifest.csv")), Stream.of(arguments));
        return CommandLineTest.run(all.toArray(String[]::new));
    }

    private static Map<String, Object> result(String... arguments) throws IOException {
        Path json = folder.resolve("result.json");
        CommandLineTest.Run run = probe(Stream.concat(Stream.of(arguments), Stream.of("--json", json.toString()))
                .toArray(String[]::new));
        assertEquals(0, run.code(), run.printed());
        return Json.read(json);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void assertRefused(CommandLineTest.Run run) {
        assertEquals(2, run.code(), run.printed());
        assertTrue(run.printed().contains("must have test clips that pre-training has not heard"), run.printed());
    }

    @Test
    void whatADonorHasHeardIsInheritedAgainAndAgain() throws IOException {
        assertRefused(probe("--run", path("A")));
        assertRefused(probe("--run", path("B")));
        assertRefused(probe("--run", path("C")));
        copy(folder.resolve("C/encoder"), folder.resolve("copied"));
        assertRefused(probe("--encoder", path("copied")));
        Map<String, Object> allowed = result("--encoder", path("copied"), "--allow-heard");
        assertEquals((long) TESTED, allowed.get("heard_test_clips"));
        Map<String, Object> clean = result("--run", path("clean"));
        assertEquals(0L, clean.get("heard_test_clips"));
        assertEquals(0L, clean.get("heard_test_sources"));
        assertEquals(0L, result("--encoder", path("clean/encoder")).get("heard_test_clips"));
    }

    /** Nobody waits for the scores of others. */
    @Test
    void anEncoderThatHasHeardTheTestIsRefusedBeforeAnyIsProbed() throws IOException {
        String out = path("evaluation");
        CommandLineTest.Run run = CommandLineTest.run(
                "eval", "--tasks", path("manifest.csv"), "--run", path("clean"), "--run", path("A"), "--out", out);
        assertRefused(run);
        assertFalse(Files.exists(folder.resolve("evaluation/results")), run.printed());
    }

    @Test
    void weightsThatAreNotThereAreRefusedBeforeAnySoundIsRead() {
        CommandLineTest.Run run = CommandLineTest.run(
                "pretrain", "--data", path("manifest.csv"), "--out", path("late"), "init.from=" + path("A@best"));
        assertEquals(2, run.code(), run.printed());
        assertTrue(run.printed().contains("dapple export --run " + path("A@best")), run.printed());
        assertFalse(run.printed().contains("reading"), run.printed());
    }

    @Test
    void whatIsNotKnownIsCalledSoByEveryCommand() throws IOException {
        Path page = folder.resolve("bare.html");
        assertEquals(
                "not known",
                result("--run", path("bare"), "--report", page.toString()).get("heard_test_clips"));
        assertTrue(Files.readString(page).contains("has heard in training is not known"));
        copy(folder.resolve("clean/encoder"), folder.resolve("listless"));
        Files.delete(folder.resolve("listless/heard.csv"));
        assertEquals("not known", result("--encoder", path("listless")).get("heard_test_clips"));

        Path json = folder.resolve("eval.json");
        CommandLineTest.Run eval = CommandLineTest.run(
                "eval",
                "--tasks",
                path("manifest.csv"),
                "--run",
                path("bare"),
                "--encoder",
                path("listless"),
                "--out",
                path("evaluation"),
                "--seeds",
                "1",
                "--no-few-shot",
                "--json",
                json.toString());
        assertEquals(0, eval.code(), eval.printed());
        List<Object> counts = new ArrayList<>();
        ((List<?>) Json.read(json).get("scores"))
                .forEach(score -> counts.add(((Map<?, ?>) score).get("heard_test_clips")));
        assertEquals(List.of(0L, 0L, "not known", "not known"), counts, "baselines have heard nothing");
        assertTrue(Files.readString(folder.resolve("evaluation/report.html"))
                .contains("listless: What this encoder has heard in training is not known"));

        CommandLineTest.Run tuned = CommandLineTest.run(
                "finetune",
                "--run",
                path("bare"),
                "--data",
                path("manifest.csv"),
                "--out",
                path("tuned-bare"),
                "--json",
                json.toString(),
                "epochs=1");
        assertEquals(0, tuned.code(), tuned.printed());
        assertEquals("not known", Json.read(json).get("heard_test_clips"));
        Path kept = folder.resolve("tuned-bare/seed-42/test/encoder");
        assertEquals("not known", result("--encoder", kept.toString()).get("heard_test_clips"));
    }

    @Test
    void aListThatWasCutIsRefusedByASentence() throws IOException {
        copy(folder.resolve("clean"), folder.resolve("cut"));
        Path list = folder.resolve("cut/clips.csv");
        List<String> lines = Files.readAllLines(list);
        for (int kept : new int[] {0, 1, 5}) {
            Files.write(list, lines.subList(0, kept));
            CommandLineTest.Run run = probe("--run", path("cut"));
            assertEquals(1, run.code(), run.printed());
            assertTrue(
                    run.printed().contains("the list of the 12 clips that were heard, was changed or truncated"),
                    run.printed());
        }
        Path copied = folder.resolve("cut/encoder/heard.csv");
        Files.write(copied, lines.subList(0, 1));
        CommandLineTest.Run run = probe("--encoder", path("cut/encoder"));
        assertEquals(1, run.code(), run.printed());
        assertTrue(run.printed().contains("was changed or truncated"), run.printed());
    }

    @Test
    void theUntrainedEncoderIsUntrained() throws IOException {
        copy(folder.resolve("B"), folder.resolve("orphan"));
        Path description = folder.resolve("orphan/run.json");
        Files.writeString(description, Files.readString(description).replace(path("A"), path("gone")));
        Map<String, Object> orphan = result("--run", path("orphan"), "--untrained");
        Map<String, Object> clean = result("--run", path("clean"), "--untrained");
        assertEquals(clean.get("predictions"), orphan.get("predictions"), "random weights of the same seed");
        assertEquals(0L, orphan.get("heard_test_clips"));
    }

    @Test
    void anExportedEncoderKeepsItsList() throws IOException {
        CommandLineTest.Run export = CommandLineTest.run("export", "--run", path("C"), "--out", path("exported"));
        assertEquals(0, export.code(), export.printed());
        CommandLineTest.Run imported = CommandLineTest.run(
                "import", path("exported/model.safetensors"), "--heads", "2", "--out", path("imported"));
        assertEquals(0, imported.code(), imported.printed());
        assertRefused(probe("--encoder", path("imported")));
        Files.delete(folder.resolve("exported/heard.csv"));
        CommandLineTest.Run bare = CommandLineTest.run(
                "import", path("exported/model.safetensors"), "--heads", "2", "--out", path("imported-bare"));
        assertTrue(bare.printed().contains("heard     not known"), bare.printed());
        assertEquals("not known", result("--encoder", path("imported-bare")).get("heard_test_clips"));
    }

    @Test
    void whatFineTuningHeardGoesOnToo() throws IOException {
        CommandLineTest.Run tuned = CommandLineTest.run(
                "finetune",
                "--encoder",
                path("clean/encoder"),
                "--data",
                path("manifest.csv"),
                "--out",
                path("tuned"),
                "epochs=1");
        assertEquals(0, tuned.code(), tuned.printed());
        String kept = path("tuned/seed-42/test/encoder");
        assertEquals(0L, result("--encoder", kept).get("heard_test_clips"));
        String manifest = Files.readString(folder.resolve("manifest.csv"));
        Files.writeString(
                folder.resolve("swapped.csv"),
                manifest.replace("train", "other").replace("test", "train").replace("other", "test"));
        assertRefused(CommandLineTest.run("probe", "--encoder", kept, "--data", path("swapped.csv")));
        CommandLineTest.Run donor =
                CommandLineTest.run("finetune", "--run", path("B"), "--data", path("manifest.csv"), "epochs=1");
        assertRefused(donor);
    }

    /** The same files: one manifest names them relative to itself, the other by their whole paths. */
    @Test
    void sourcesAreFoundHoweverAManifestWritesPaths() throws IOException {
        pretrain("others", "lists/others.csv", "");
        for (String manifest : List.of("manifest.csv", "lists/absolute.csv")) {
            CommandLineTest.Run run = CommandLineTest.run("probe", "--run", path("others"), "--data", path(manifest));
            assertEquals(2, run.code(), run.printed());
            assertTrue(
                    run.printed().contains("of recordings and speakers that pre-training has not heard"),
                    run.printed());
        }
        assertFalse(Files.readString(folder.resolve("others/run.json")).contains("\"complete\": false"));
    }

    @Test
    void aStudyBeginsWithWhatItsDonorsHaveHeard() throws IOException {
        CommandLineTest.Run leaking = study("leaking", path("B"));
        assertEquals(2, leaking.code(), leaking.printed());
        assertTrue(leaking.printed().contains("must be tested on sound that no run has heard"), leaking.printed());
        assertFalse(Files.exists(folder.resolve("leaking/runs")), "nothing was trained");

        CommandLineTest.Run bare = study("unknown", path("A/encoder/encoder.safetensors"));
        assertEquals(0, bare.code(), bare.printed());
        String summary =
                "What this encoder has heard in training is not known, or not all of it: test clips among it would"
                        + " flatter the score. (mae-random-seed1)";
        assertTrue(bare.printed().contains(summary), bare.printed());
        assertTrue(Files.readString(folder.resolve("unknown/report.md")).contains("is not known, or not all of it"));
    }

    private static CommandLineTest.Run study(String name, String donor) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, """
                name: Donors
                data: {path: %s, split: train}
                pretrain:
                  model: {width: 24, depth: 1, heads: 2}
                  decoder: {width: 16, depth: 1, heads: 2}
                  max_steps: 2
                  init: {from: %s}
                masks:
                  random: {strategy: random}
                seeds: [1]
                evaluate: {tasks: ["%s"], protocol: knn}
                """.formatted(path("manifest.csv"), donor, path("manifest.csv")));
        return CommandLineTest.run("study", file.toString(), "--out", path(name), "--no-costs");
    }
}
