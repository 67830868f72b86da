package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.data.audio.WavFile;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.experiment.encoder.Unfinished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are stopped, changed, listed and compared by what people type. */
class RunsTest {
    @TempDir
    Path folder;

    private CommandLineTest.Run pretrain(String name, String... more) throws IOException {
        Path sounds = folder.resolve("sounds");
        for (int i = 0; i < 3; i++) {
            WavFile.write(sounds.resolve(i + ".wav"), new SyntheticCorpus(1).clip(i));
        }
        List<String> arguments = new ArrayList<>(List.of("pretrain", "--data", sounds.toString(), "--out", path(name)));
        arguments.addAll(List.of("model.width=24", "model.depth=1", "model.heads=2"));
        arguments.addAll(List.of("decoder.width=16", "decoder.depth=1", "decoder.heads=2", "max_steps=3"));
        arguments.addAll(List.of(more));
        return CommandLineTest.run(arguments.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve("runs").resolve(name).toString();
    }

    private Map<String, Object> run(String... arguments) throws IOException {
        Path json = folder.resolve("result.json");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", json.toString()));
        CommandLineTest.Run run = CommandLineTest.run(all.toArray(String[]::new));
        assertEquals(0, run.code(), run.printed());
        return Json.read(json);
    }

    /** The command in a process of its own, which ends as a scheduler ends it. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void sigtermSavesAndTheRunGoesOn() throws IOException, InterruptedException {
        pretrain("a", "max_steps=1"); // makes the sounds
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin/java",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Dapple.class.getName(),
                "pretrain",
                "--data",
                folder.resolve("sounds").toString(),
                "--out",
                path("b")));
        command.addAll(List.of("model.width=24", "model.depth=1", "model.heads=2", "max_steps=1000000"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            String line = printed.readLine();
            assertEquals("3 clips", line, "training has begun");
            process.toHandle().destroy(); // SIGTERM; that of the process itself would close what is read here
            String rest = String.join("\n", printed.lines().toList());
            assertTrue(rest.contains("Interrupted, state saved. Continue with:  ./dapple pretrain --resume"), rest);
        }
        assertEquals(130, process.waitFor());
        Map<String, Object> resumed = run("pretrain", "--resume", path("b"), "--allow-change", "max_minutes=1e-9");
        assertEquals(false, resumed.get("finished"));
    }

    @Test
    void aRunIsStoppedByTimeChangedAndFinished() throws IOException {
        CommandLineTest.Run stopped = pretrain("a", "max_minutes=1e-9");
        assertEquals(0, stopped.code(), stopped.printed());
        assertTrue(
                stopped.printed()
                        .contains(
                                "The time of max_minutes is over, state saved. Continue with:  ./dapple pretrain --resume "
                                        + path("a")),
                stopped.printed());

        assertRefused("checkpoint_every can be changed only with --allow-change", "checkpoint_every=1");
        assertRefused(
                "max_steps cannot be changed, because it affects what is learned", "--allow-change", "max_steps=9");
        assertRefused("epoch cannot be changed", "--allow-change", "epoch=9");
        assertRefused("max_minutes must be positive", "--allow-change", "max_minutes=0");
        CommandLineTest.Run finished = CommandLineTest.run(
                "pretrain", "--resume", path("a"), "--allow-change", "max_minutes=600", "device=cpu");
        assertEquals(0, finished.code(), finished.printed());
        assertTrue(finished.printed().contains("Trained: "), finished.printed());
        assertEquals(1, ((List<?>) Json.read(Path.of(path("a"), "run.json")).get("changes")).size());
    }

    private void assertRefused(String sentence, String... more) {
        List<String> arguments = new ArrayList<>(List.of("pretrain", "--resume", path("a")));
        arguments.addAll(List.of(more));
        CommandLineTest.Run run = CommandLineTest.run(arguments.toArray(String[]::new));
        assertEquals(2, run.code(), run.printed());
        assertTrue(run.printed().contains(sentence), run.printed());
    }

    @Test
    void runsAreListedAndCompared() throws IOException {
        pretrain("a", "masking.ratio=0.6");
        pretrain("b", "max_minutes=1e-9", "masking.strategy=random");
        Files.createDirectories(folder.resolve("runs/c"));
        Files.writeString(folder.resolve("runs/c/run.json"), "{");

        Path notBegun = folder.resolve("runs/d");
        RunDirectory.create(notBegun);
        WorkLock.take(notBegun).close();
        WorkLock lock = WorkLock.take(folder.resolve("runs/b"));
        CommandLineTest.Run table = CommandLineTest.run("runs", "list", path(""));
        lock.close();
        assertEquals(0, table.code(), table.printed());
        List<String> lines = table.printed().lines().toList();
        assertEquals(5, lines.size(), table.printed());
        assertTrue(
                lines.get(1).matches("a +mae 24x1 +dwm 0.6 +3/3 +\\d\\.\\d{4} +[\\d.]+ +\\S+Z +finished"),
                lines.get(1));
        assertTrue(lines.get(2).matches("b +mae 24x1 +random 0.7 +1/3 .* running"), lines.get(2));
        assertTrue(lines.get(3).contains("unreadable: "), lines.get(3));
        assertTrue(lines.get(4).matches("d +not begun: it ended while clips were read.*"), lines.get(4));

        List<?> runs = (List<?>) run("runs", "list", path("")).get("runs");
        assertEquals("finished", ((Map<?, ?>) runs.get(0)).get("state"));
        assertEquals("interrupted", ((Map<?, ?>) runs.get(1)).get("state"));
        assertEquals("unreadable", ((Map<?, ?>) runs.get(2)).get("state"));
        assertEquals("not_begun", ((Map<?, ?>) runs.get(3)).get("state"));

        Map<String, Object> comparison = run("runs", "compare", path("a"), path("b"));
        Map<?, ?> differences = (Map<?, ?>) comparison.get("differences");
        assertEquals(List.of("0.6", "0.7"), differences.get("masking.ratio"));
        assertEquals(List.of("dwm", "random"), differences.get("masking.strategy"));
        assertEquals(List.of("none", "1.0E-9"), differences.get("max_minutes"));
        assertEquals(1L, comparison.get("common_steps"));
        Map<?, ?> first = (Map<?, ?>) comparison.get("a");
        Map<?, ?> latest = (Map<?, ?>) first.get("latest");
        assertTrue((double) first.get("mean_loss") != (double) latest.get("loss"), "over the steps of both");

        WavFile.write(folder.resolve("sounds/more.wav"), new SyntheticCorpus(1).clip(7));
        pretrain("larger", "masking.ratio=0.6");
        assertEquals(
                Map.of("clips", List.of("3", "4")),
                run("runs", "compare", path("a"), path("larger")).get("differences"));

        assertEquals(Optional.empty(), Unfinished.of(new RunDirectory(folder.resolve("runs/a"))));
        assertTrue(Unfinished.of(new RunDirectory(folder.resolve("runs/b")))
                .orElseThrow()
                .contains("has done 1 of 3 steps"));

        CommandLineTest.Run missing = CommandLineTest.run("runs", "compare", path("a"), path("e"));
        assertEquals(2, missing.code(), missing.printed());
        assertTrue(
                missing.printed().contains("B must be the folder of a run; " + path("e") + " does not exist"),
                missing.printed());
    }
}
