package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dapple.cli.command.Failures;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.Watch;
import org.dapple.data.synthetic.SyntheticData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say of a folder that another one writes. */
class InUseTest {
    private static final List<String> TINY =
            List.of("model.width=24", "model.depth=1", "model.heads=2", "decoder.width=16", "decoder.depth=1");

    @TempDir
    static Path folder;

    private static String run;
    private static String manifest;

    @BeforeAll
    static void aRun() throws IOException {
        manifest = new SyntheticData(1, 2, 1, 1)
                .write(folder.resolve("sounds"), Watch.silent())
                .toString();
        run = folder.resolve("run").toString();
        List<String> words = new ArrayList<>(List.of("pretrain", "--data", manifest, "--split", "train", "--out", run));
        words.addAll(TINY);
        words.addAll(List.of("decoder.heads=2", "max_steps=2", "batch_size=8", "tensorboard=false"));
        CommandLineTest.Run pretrained = CommandLineTest.run(words.toArray(String[]::new));
        assertEquals(0, pretrained.code(), pretrained.printed());
    }

    private static void assertKeptOut(String... words) throws IOException {
        Path out = Files.createTempDirectory(folder, "out");
        assertKeptOut(
                out,
                Stream.concat(Stream.of(words), Stream.of("--out", out.toString()))
                        .toArray(String[]::new));
        try (Stream<Path> content = Files.list(out)) {
            assertEquals(List.of(out.resolve("lock")), content.toList(), words[0]);
        }
    }

    private static void assertKeptOut(Path held, String... words) throws IOException {
        CommandLineTest.Run refused = WorkLock.holding(held, () -> CommandLineTest.run(words));
        assertEquals(Failures.FAILED, refused.code(), refused.printed());
        assertTrue(
                refused.printed().contains("dapple: " + held + " is in use by this process: wait until it ends, or"),
                refused.printed());
    }

    @Test
    void nothingIsDoneInAFolderThatAnotherCommandWrites() throws IOException {
        assertKeptOut("prepare", "--data", manifest);
        assertKeptOut("pretrain", "--data", manifest, "max_steps=1");
        assertKeptOut("finetune", "--run", run, "--data", manifest);
        assertKeptOut("eval", "--run", run, "--tasks", manifest);
        assertKeptOut("embed", "--run", run, "--data", manifest);
        assertKeptOut("export", "--run", run);
        String exported = folder.resolve("exported").toString();
        assertEquals(
                0,
                CommandLineTest.run("export", "--run", run, "--out", exported).code());
        assertKeptOut("import", Path.of(exported, "model.safetensors").toString(), "--heads", "2");
        assertKeptOut("quickstart", "--clips", "2");
        assertKeptOut(Path.of(run), "pretrain", "--resume", run);
    }
}
