package org.dapple.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dapple.models.layers.Weights;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest extends WithManager {
    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private void save(long step, double loss, int kept) throws IOException {
        try (TrainingState state = SmallState.at(step, manager)) {
            state.restoreStep(step, loss);
            Weights.of(state.model()).get("cls_token").set(new float[96]);
            Weights.of(state.model()).get("cls_token").addi(step);
            Checkpoint.save(folder, state, kept, Map.of("seed", 3));
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** The step that a run would go on from; its parameters are those of that step. */
    private long resumed() throws IOException {
        try (TrainingState state = SmallState.at(0, manager)) {
            Checkpoint.newest(folder, warnings::add).orElseThrow().restore(state);
            float[] token = Weights.of(state.model()).get("cls_token").toFloatArray();
            assertEquals(state.step(), (long) token[95]);
            return state.step();
        }
    }

    @Test
    void theNewestAndTheBestAreKept() throws IOException {
        double[] losses = {9, 3, 5, 4, 6};
        for (int i = 0; i < losses.length; i++) {
            save(i + 1, losses[i], 2);
        }
        assertEquals(List.of("step-00000002", "step-00000004", "step-00000005"), names());
        save(6, 2, 1);
        assertEquals(List.of("step-00000006"), names());
        assertEquals(6, resumed());
    }

    @Test
    void theSmoothedLossIsAMeanThatForgets() throws IOException {
        try (TrainingState state = SmallState.at(0, manager)) {
            state.sawLoss(0, 3);
            state.sawLoss(1, 5);
            assertEquals(4, state.smoothedLoss(), 1e-12);
            state.sawLoss(2, 7);
            assertEquals(5, state.smoothedLoss(), 1e-12);
            state.sawLoss(1000, 15);
            assertEquals(5.2, state.smoothedLoss(), 1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "optimizer.safetensors", "state.json", "manifest.json"})
    void aFlippedBitIsNoticedAndTheCheckpointBeforeIsUsed(String file) throws IOException {
        save(1, 2, 2);
        save(2, 1, 2);
        Path damaged = folder.resolve("step-00000002").resolve(file);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 4;
        Files.write(damaged, bytes);
        assertEquals(1, resumed());
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("step-00000002 is damaged"), warnings.get(0));
        assertTrue(warnings.get(0).contains("continuing from step-00000001"), warnings.get(0));
        assertEquals(List.of("damaged-step-00000002", "step-00000001"), names());
        save(2, 1, 2);
        assertEquals(2, resumed());
    }

    @Test
    void aTornCheckpointIsNoticed() throws IOException {
        save(1, 3, 3);
        save(2, 2, 3);
        save(3, 1, 3);
        Path torn = folder.resolve("step-00000003/optimizer.safetensors");
        byte[] bytes = Files.readAllBytes(torn);
        Files.write(torn, Arrays.copyOf(bytes, bytes.length - 100));
        Files.delete(folder.resolve("step-00000002/manifest.json"));
        Files.createDirectory(folder.resolve(".unfinished"));
        assertEquals(1, resumed());
        assertTrue(warnings.get(0).contains("optimizer.safetensors has the wrong length"), warnings.get(0));
        assertTrue(warnings.get(1).contains("it has no manifest.json"), warnings.get(1));
    }

    @Test
    void withoutASoundCheckpointNothingIsBegunAnew() throws IOException {
        save(1, 1, 2);
        Files.delete(folder.resolve("step-00000001/state.json"));
        IOException refusal = assertThrows(IOException.class, this::resumed);
        assertTrue(
                refusal.getMessage().contains("every checkpoint in " + folder + " is damaged"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("state.json is missing"), refusal.getMessage());
    }

    @Test
    void aFolderThatCannotBeWrittenLeavesTheOldCheckpoint() throws IOException {
        save(1, 1, 2);
        Files.writeString(folder.resolve(".unfinished"), "in the way");
        IOException refusal = assertThrows(IOException.class, () -> save(2, 1, 2));
        assertTrue(
                refusal.getMessage().startsWith("the checkpoint of step 2 could not be written to " + folder),
                refusal.getMessage());
        assertTrue(refusal.getMessage().endsWith("step-00000001 is untouched"), refusal.getMessage());
        assertEquals(1, resumed());
    }

    @Test
    void aSoundCheckpointOfTheSameStepIsNotWrittenAgain() throws IOException {
        save(1, 1, 2);
        Path model = folder.resolve("step-00000001/model.safetensors");
        byte[] before = Files.readAllBytes(model);
        try (TrainingState state = SmallState.at(1, manager)) {
            Checkpoint.save(folder, state, 2, Map.of());
        }
        assertArrayEquals(before, Files.readAllBytes(model));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessKilledWhileWritingLeavesASoundCheckpoint() throws IOException, InterruptedException {
        Process writer = CheckpointWriter.start(folder, "");
        try (BufferedReader printed = writer.inputReader(StandardCharsets.UTF_8)) {
            String line = printed.readLine();
            while (line != null && !line.equals("saved 5")) {
                line = printed.readLine();
            }
            assertEquals("saved 5", line);
        } finally {
            writer.destroyForcibly().waitFor(); // SIGKILL, somewhere in the next checkpoint
        }
        try (TrainingState state = SmallState.at(0, manager)) {
            Checkpoint.newest(folder, warnings::add).orElseThrow().restore(state);
            assertTrue(state.step() >= 5);
            assertTrue(warnings.isEmpty(), warnings.toString());
            state.advance();
            Checkpoint.save(folder, state, 2, Map.of());
        }
        assertFalse(Files.exists(folder.resolve(".unfinished")), "what was left unfinished is gone");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullDiskEndsWithOneSentenceAndLeavesTheOldCheckpoint() throws IOException, InterruptedException {
        save(0, 1, 2);
        Process writer = CheckpointWriter.start(folder, "ulimit -f 200;"); // no file above 100 KB
        String printed = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, writer.waitFor(), printed);
        assertTrue(printed.contains("failed: the checkpoint of step 1 could not be written to " + folder), printed);
        assertTrue(printed.contains("step-00000000 is untouched"), printed);
        assertEquals(List.of("step-00000000"), names());
        assertEquals(0, resumed());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullFileSystemLeavesTheOldCheckpoint() throws IOException, InterruptedException {
        Process writer = CheckpointWriter.startOnSmallDisk(folder, 5);
        String printed = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = writer.waitFor();
        assumeTrue(code != CheckpointWriter.NO_DISK, "file systems cannot be mounted here: " + printed);
        assertEquals(0, code, printed);
        assertTrue(printed.contains("saved 1\nfailed: the checkpoint of step 2 could not be written"), printed);
        assertTrue(printed.contains("No space left on device"), printed);
        assertTrue(printed.contains("step-00000001 is untouched"), printed);
        assertTrue(printed.endsWith("goes on from step-00000001\n"), printed);
    }
}
