package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.Json;
import org.dapple.core.run.Watch;
import org.dapple.data.synthetic.SyntheticData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A miniature study, undisturbed, killed, shared out; with models that train in no time. */
class StudyCommandTest {
    /** Everything that is compared; costs are measured, and have a file of their own. */
    private static final List<String> NUMBERS =
            List.of("results.json", "scores.csv", "comparisons.csv", "cells.csv", "curves.csv", "few-shot.csv");

    private static final String STUDY = """
            name: Miniature
            synthetic: {train: 2, valid: 1, test: 1}
            pretrain:
              model: {width: 24, depth: 1, heads: 2}
              decoder: {width: 16, depth: 1, heads: 2}
              batch_size: 8
              max_steps: 4
              tensorboard: false
            masks:
              random: {strategy: random}
              dwm: {strategy: dwm, hint: {form: linear, start: 1, end: 0.25}}
            seeds: [1, 2]
            evaluate: {tasks: [synthetic], protocol: knn, checkpoints: 2, few_shot: true}
            """;

    @TempDir
    static Path folder;

    private static String study;
    private static CommandLineTest.Run undisturbed;

    @BeforeAll
    static void undisturbed() throws IOException {
        Path file = folder.resolve("miniature.yaml");
        Files.writeString(file, STUDY);
        study = file.toString();
        undisturbed = run("whole", "--json", folder.resolve("study.json").toString());
        assertEquals(0, undisturbed.code(), undisturbed.printed());
    }

    /** The study in a folder of that name. */
    private static CommandLineTest.Run run(String name, String... more) {
        List<String> words = new ArrayList<>(
                List.of("study", study, "--out", folder.resolve(name).toString()));
        words.addAll(List.of(more));
        return CommandLineTest.run(words.toArray(String[]::new));
    }

    private static void assertSameNumbers(String name) throws IOException {
        for (String file : NUMBERS) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("whole").resolve(file)),
                    Files.readAllBytes(folder.resolve(name).resolve(file)),
                    file);
        }
    }

    @Test
    void aStudyEndsWithAReport() throws IOException {
        Path whole = folder.resolve("whole");
        String page = Files.readString(whole.resolve("report.html"));
        assertTrue(page.contains("too few seeds") && page.contains("data:image/png"), "verdicts and masks");
        assertTrue(page.contains("Costs, as measured") && page.contains("runs/mae-dwm-seed2"), "costs and runs");
        assertTrue(Files.readString(whole.resolve("report.md")).contains("| untrained encoder |"));
        assertEquals(true, Json.read(folder.resolve("study.json")).get("complete"));

        List<String> cells = Files.readAllLines(whole.resolve("cells.csv"));
        assertEquals(1 + 1 + 2 + 4, cells.size(), "log-mel statistics, an untrained encoder for each seed, four cells");
        for (String cell : cells.subList(1, cells.size())) {
            String[] values = cell.split(",", -1);
            assertTrue(
                    Files.exists(whole.resolve(values[12]).resolve("seed-42.csv")),
                    "every prediction is kept: " + cell);
            assertTrue(
                    values[11].isEmpty()
                            || Files.exists(whole.resolve(values[11]).resolve("run.json")),
                    cell);
        }
        List<String> curves = Files.readAllLines(whole.resolve("curves.csv"));
        assertTrue(curves.stream().anyMatch(line -> line.startsWith("mae,dwm,1,synthetic,2,")), curves.toString());
        assertEquals(
                2,
                curves.stream()
                        .filter(line -> line.matches("mae,untrained,[12],synthetic,0,[\\d.]+"))
                        .count(),
                "where learning begins: " + curves);
        List<String> costs = Files.readAllLines(whole.resolve("costs.csv"));
        for (String line : costs.subList(1, costs.size())) {
            assertTrue(line.matches("mae,\\w+,[\\d.E-]+,[\\d.E-]+,[\\d.E-]+,[\\d.]+,[\\d.E-]+,2"), line);
        }
        assertEquals(
                List.of("step-00000004"),
                List.of(whole.resolve("runs/mae-dwm-seed1/checkpoints").toFile().list()),
                "those of the learning curve are gone");
    }

    @Test
    void whatIsDoneIsNotRepeated() throws IOException {
        Path metrics = folder.resolve("whole/runs/mae-random-seed1/metrics.jsonl");
        Files.setLastModifiedTime(metrics, FileTime.fromMillis(1_000_000));
        CommandLineTest.Run again = run("whole");
        assertEquals(0, again.code(), again.printed());
        assertFalse(again.printed().contains("(1 of 4)") || again.printed().contains("measuring"), again.printed());
        assertEquals(1_000_000, Files.getLastModifiedTime(metrics).toMillis());
    }

    @Test
    void shardsTogetherAreTheStudy() throws IOException {
        CommandLineTest.Run first = run("shared", "--no-costs", "--shard", "0/2");
        assertEquals(0, first.code(), first.printed());
        assertTrue(first.printed().contains("2 of 4 cells"), first.printed());
        assertFalse(Files.exists(folder.resolve("shared/report.html")));

        CommandLineTest.Run early = run("shared", "--no-costs", "--report-only");
        assertEquals(0, early.code(), early.printed());
        assertTrue(
                early.printed().contains("2 of 4 cells are done; missing: mae-dwm-seed1, mae-dwm-seed2."),
                early.printed());

        CommandLineTest.Run second = run("shared", "--no-costs", "--shard", "1/2");
        assertEquals(0, second.code(), second.printed());
        assertTrue(second.printed().contains("4 of 4 cells"), second.printed());
        assertSameNumbers("shared");
    }

    /** Killed while the second cell is worked on, with what a kill at the worst moment leaves of the third. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKilledStudyEndsWithTheSameNumbers() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + File.separator + "bin/java", "-Xmx512m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        String threads = System.getProperty("ai.djl.pytorch.num_threads");
        if (threads != null) {
            command.add("-Dai.djl.pytorch.num_threads=" + threads);
        }
        command.addAll(List.of(Dapple.class.getName(), "study", study, "--no-costs", "--out"));
        command.add(folder.resolve("killed").toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            String line = printed.readLine();
            while (line != null && !line.startsWith("mae-dwm-seed1 (2 of 4)")) {
                line = printed.readLine();
            }
            process.destroyForcibly().waitFor();
        }
        assertTrue(Files.exists(folder.resolve("killed/scores/mae-random-seed1.json")), "the first cell is done");
        assertFalse(Files.exists(folder.resolve("killed/report.html")));
        Path torn = Files.createDirectories(folder.resolve("killed/runs/mae-random-seed2"));
        Files.writeString(torn.resolve("clips.csv"), "filename,frames,sha256\n");
        Files.writeString(torn.resolve("run.json.unfinished"), "{");

        CommandLineTest.Run resumed = run("killed", "--no-costs");
        assertEquals(0, resumed.code(), resumed.printed());
        assertFalse(resumed.printed().contains("(1 of 4)"), resumed.printed());
        assertSameNumbers("killed");
    }

    @Test
    void aChangedStudyTakesNoOldScores() throws IOException {
        Path out = folder.resolve("changed");
        run("changed", "--no-costs", "seeds=[1]", "cells=[{masks: random}]");
        CommandLineTest.Run refused =
                run("changed", "--no-costs", "seeds=[1]", "cells=[{masks: random}]", "pretrain.max_steps=3");
        assertEquals(2, refused.code(), refused.printed());
        assertTrue(refused.printed().contains("--out must be a new folder, or one of this study"), refused.printed());
        CommandLineTest.Run more =
                run("changed", "--no-costs", "seeds=[1]", "cells=[{masks: random}]", "evaluate.protocol=strict");
        assertEquals(0, more.code(), more.printed());
        assertTrue(Files.readString(out.resolve("cells.csv")).contains("strict/2"));
    }

    @Test
    void otherSoundsOfTheSameNamesTakeNoOldScores() throws IOException {
        Path sounds = new SyntheticData(1, 3, 1, 2).write(folder.resolve("contents/here/sounds"), Watch.silent());
        new SyntheticData(2, 3, 1, 2).write(folder.resolve("contents/there/sounds"), Watch.silent()); // the same names
        List<String> rows = Files.readAllLines(sounds);
        Path training = sounds.resolveSibling("training.csv");
        Files.write(training, rows.stream().filter(row -> !row.endsWith("test")).toList());
        Path file = folder.resolve("contents/study.yaml");
        Files.writeString(
                file,
                STUDY.replaceAll("synthetic: .*", "data: here/sounds/training.csv")
                        .replaceAll("seeds: .*", "seeds: [1]")
                        .replaceAll(
                                "evaluate: .*",
                                "evaluate: {tasks: [sounds], data_root: here, protocol: knn, baselines: false}"));
        String out = folder.resolve("contents/out").toString();
        String[] words = {"study", file.toString(), "--out", out, "--no-costs", "cells=[{masks: random}]"};
        CommandLineTest.Run here = CommandLineTest.run(words);
        assertEquals(0, here.code(), here.printed());
        Path scores = folder.resolve("contents/out/scores/mae-random-seed1.json");
        String found = Files.readString(scores);

        String[] elsewhere = Arrays.copyOf(words, words.length + 1);
        elsewhere[words.length] = "evaluate.data_root=there";
        CommandLineTest.Run there = CommandLineTest.run(elsewhere);
        assertEquals(0, there.code(), there.printed());
        assertNotEquals(found, Files.readString(scores), "the score is of the sounds here");
        String metrics = Files.readString(folder.resolve("contents/out/runs/mae-random-seed1/metrics.jsonl"));

        Files.write(training, Files.readAllLines(training).subList(0, 9));
        CommandLineTest.Run cut = CommandLineTest.run(words);
        assertEquals(2, cut.code(), cut.printed());
        assertTrue(cut.printed().contains("was trained on clips that differ from data"), cut.printed());
        assertEquals(metrics, Files.readString(folder.resolve("contents/out/runs/mae-random-seed1/metrics.jsonl")));
    }

    @Test
    void noStudyTakesTheFolderOfAnother() throws IOException {
        String[] first = {"--no-costs", "seeds=[1]", "cells=[{masks: random}]"};
        assertEquals(0, run("seeds", first).code());
        byte[] report = Files.readAllBytes(folder.resolve("seeds/report.html"));
        CommandLineTest.Run other = run("seeds", "--no-costs", "seeds=[2]", "cells=[{masks: random}]");
        assertEquals(2, other.code(), other.printed());
        assertTrue(other.printed().contains("also holds the cells [mae-random-seed1]"), other.printed());
        assertArrayEquals(report, Files.readAllBytes(folder.resolve("seeds/report.html")));

        CommandLineTest.Run both = run("seeds", "--no-costs", "cells=[{masks: random}]");
        assertEquals(0, both.code(), both.printed());
        String cells = Files.readString(folder.resolve("seeds/cells.csv"));
        assertTrue(cells.contains("random,1,") && cells.contains("random,2,"), cells);
    }

    @Test
    void aRunThatDivergesDoesNotKeepTheOthers() throws IOException {
        CommandLineTest.Run run = run(
                "diverged",
                "--no-costs",
                "seeds=[1]",
                "cells=[{masks: random}]",
                "models={wild: {base_learning_rate: 1e30}, tame: {}}");
        assertEquals(1, run.code(), run.printed());
        assertTrue(run.printed().contains("Not trained: wild-random-seed1: "), run.printed());
        assertTrue(Files.exists(folder.resolve("diverged/scores/tame-random-seed1.json")), run.printed());
    }

    @Test
    void testClipsThatWereTrainedOnAreRefusedBeforeTraining() throws IOException {
        Path file = folder.resolve("leaking.yaml");
        Path manifest = folder.resolve("whole/data/sounds/manifest.csv");
        Files.writeString(
                file,
                STUDY.replace("synthetic: {train: 2, valid: 1, test: 1}", "data: " + manifest)
                        .replace("tasks: [synthetic]", "tasks: [" + manifest + "]"));
        CommandLineTest.Run run = CommandLineTest.run(
                "study", file.toString(), "--out", folder.resolve("leaking").toString());
        assertEquals(2, run.code(), run.printed());
        assertTrue(
                run.printed().contains("evaluate.tasks must be tested on sound that no run has heard"), run.printed());
        assertFalse(Files.exists(folder.resolve("leaking/runs")), "nothing was trained");
    }

    @Test
    void aPlanCountsAndMeasuresAndWritesNothing() throws IOException {
        Path json = folder.resolve("plan.json");
        CommandLineTest.Run plan = run("planned", "--plan", "--json", json.toString());
        assertEquals(0, plan.code(), plan.printed());
        Map<String, Object> result = Json.read(json);
        assertEquals(4L, result.get("runs"));
        List<?> row = (List<?>) ((List<?>) result.get("rows")).get(1);
        assertEquals(List.of("mae", "dwm", "2", "4", "8"), row.subList(0, 5));
        assertTrue(plan.printed().contains("About ") && plan.printed().contains(" on this machine"), plan.printed());
        assertFalse(Files.exists(folder.resolve("planned")));
    }

    @Test
    void wrongWordsAreRefused() {
        CommandLineTest.Run unknown = run("x", "pretrain.max_stps=5");
        assertEquals(2, unknown.code());
        assertTrue(
                unknown.printed().contains("pretrain.max_stps is not a known key; did you mean max_steps?"),
                unknown.printed());
        CommandLineTest.Run missing = CommandLineTest.run("study", "nothing.yaml");
        assertTrue(missing.printed().contains("study must be a YAML file; "), missing.printed());
        CommandLineTest.Run task = run("x", "evaluate.tasks=esc51");
        assertTrue(task.code() == 2 && task.printed().contains("did you mean esc50?"), task.printed());
        assertFalse(Files.exists(folder.resolve("x/runs")));
    }

    /** The committed studies are understood, without their data. */
    @Test
    void committedStudiesAreSound() throws IOException {
        Path studies = Path.of(System.getProperty("dapple.root", ".."), "studies");
        Map<String, Integer> runs = Map.of("quick.yaml", 9, "small.yaml", 27, "paper.yaml", 24);
        for (Map.Entry<String, Integer> entry : runs.entrySet()) {
            Path json = folder.resolve("plan.json");
            CommandLineTest.Run plan = CommandLineTest.run(
                    "study",
                    studies.resolve(entry.getKey()).toString(),
                    "--plan",
                    "--no-calibration",
                    "--json",
                    json.toString());
            assertEquals(0, plan.code(), plan.printed());
            assertEquals((long) entry.getValue(), Json.read(json).get("runs"), entry.getKey());
        }
    }
}
