package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dapple.core.files.Json;
import org.dapple.data.audio.WavFile;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of which nothing, too little or just enough can be read: one answer from all commands. */
class UnusableDataTest {
    private static final int ROWS = 16;

    @TempDir
    static Path folder;

    private static String encoder;

    @BeforeAll
    static void train() throws IOException {
        CommandLineTest.Run run = CommandLineTest.run(pretrain(set("all", ROWS), "run"));
        assertEquals(0, run.code(), run.printed());
        encoder = folder.resolve("run/encoder").toString();
        Files.delete(folder.resolve("run/encoder/heard.csv")); // else its own clips would be refused for being heard
    }

    /** A manifest of eight training and eight test clips in two classes, every other of which is there at most. */
    private static Path set(String name, int there) throws IOException {
        Path set = Files.createDirectory(folder.resolve(name));
        StringBuilder rows = new StringBuilder("filename,label,split\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append(i + ".wav," + (i / 2 % 2 == 0 ? "a" : "b") + "," + (i < ROWS / 2 ? "train" : "test") + "\n");
            if (there == ROWS || (i % 2 == 0 && i / 2 < there)) {
                WavFile.write(set.resolve(i + ".wav"), new SyntheticCorpus(1).clip(i));
            }
        }
        return Files.writeString(set.resolve("manifest.csv"), rows);
    }

    private static String[] pretrain(Path set, String out) {
        return new String[] {
            "pretrain",
            "--data",
            set.toString(),
            "--out",
            folder.resolve(out).toString(),
            "model.width=24",
            "model.depth=1",
            "model.heads=2",
            "decoder.width=16",
            "decoder.depth=1",
            "decoder.heads=2",
            "batch_size=4",
            "max_steps=2"
        };
    }

    /** Every command that reads a set, on this one. */
    private static Map<String, String[]> commands(Path set, String name) throws IOException {
        String data = set.toString();
        String out = folder.resolve("out-" + name).toString();
        Path study = Files.writeString(folder.resolve(name + ".yaml"), """
                name: Miniature
                data: {path: "%s", split: train}
                pretrain:
                  model: {width: 24, depth: 1, heads: 2}
                  decoder: {width: 16, depth: 1, heads: 2}
                  batch_size: 4
                  crop_frames: 96
                  max_steps: 2
                masks: {random: {strategy: random}}
                seeds: [1]
                evaluate: {tasks: ["%s"], protocol: logistic}
                """.formatted(data, data));
        return Map.of(
                "prepare", new String[] {"prepare", "--data", data, "--out", out + "-store"},
                "pretrain", pretrain(set, "out-" + name + "-run"),
                "embed", new String[] {"embed", "--encoder", encoder, "--data", data, "--out", out + "-vectors"},
                "probe", new String[] {"probe", "--encoder", encoder, "--data", data, "--protocol", "logistic"},
                "finetune", new String[] {"finetune", "--encoder", encoder, "--data", data, "epochs=1"},
                "eval",
                        new String[] {
                            "eval",
                            "--encoder",
                            encoder,
                            "--tasks",
                            data,
                            "--out",
                            out + "-eval",
                            "--no-baselines",
                            "--no-few-shot",
                            "--seeds",
                            "1",
                            "--protocol",
                            "logistic"
                        },
                "study", new String[] {"study", study.toString(), "--out", out + "-study", "--no-costs"});
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void tooLittleHasOneAnswer(int there) throws IOException {
        Path set = set("only" + there, there);
        commands(set, "only" + there).forEach((name, command) -> {
            CommandLineTest.Run run = CommandLineTest.run(command);
            assertEquals(2, run.code(), name + ": " + run.printed());
            String sentence = there == 0 ? "data has no readable clip" : "data is mostly unreadable";
            assertTrue(run.printed().contains(sentence), name + ": " + run.printed());
            assertTrue(
                    there == 0
                            ? run.printed().matches("(?s).*: all (8|16) were .*")
                            : run.printed().contains("9 of 16 clips were skipped, more than half"),
                    name + ": " + run.printed());
        });
        String store = folder.resolve("out-only" + there + "-store").toString();
        CommandLineTest.Run onStore = CommandLineTest.run(pretrain(Path.of(store), "out-onstore" + there));
        assertEquals(2, onStore.code(), onStore.printed());
        assertTrue(
                onStore.printed().contains(there == 0 ? "has no readable clip" : "is mostly unreadable"),
                onStore.printed());
    }

    /** Every second file is there. */
    @Test
    void halfIsEnough() throws IOException {
        Path set = set("half", ROWS / 2);
        commands(set, "half").forEach((name, command) -> {
            CommandLineTest.Run run = CommandLineTest.run(command);
            assertEquals(0, run.code(), name + ": " + run.printed());
        });
    }

    @Test
    void filesThatAreBackAreTriedAgain() throws IOException {
        Path set = set("back", 2);
        String[] prepare = {
            "prepare",
            "--data",
            set.toString(),
            "--out",
            folder.resolve("back-store").toString(),
            "--json",
            folder.resolve("back.json").toString()
        };
        assertEquals(2, CommandLineTest.run(prepare).code());
        for (int i = 0; i < ROWS; i++) {
            WavFile.write(set.resolveSibling(i + ".wav"), new SyntheticCorpus(1).clip(i));
        }
        CommandLineTest.Run run = CommandLineTest.run(prepare);
        assertEquals(0, run.code(), run.printed());
        assertEquals(16L, Json.read(folder.resolve("back.json")).get("clips"));
        try (Stream<Path> files = Files.list(folder.resolve("back-store"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertFalse(names.contains("journal.jsonl"), names.toString());
        }
    }

    @Test
    void aSoundThatIsNoneIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.wav"), "no sound");
        CommandLineTest.Run run = CommandLineTest.run(
                "masks",
                "--audio",
                text.toString(),
                "--out",
                folder.resolve("a.png").toString());
        assertEquals(2, run.code(), run.printed());
        assertTrue(run.printed().contains("--audio has no readable clip: " + text), run.printed());
    }
}
