package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that writes checkpoints, to be killed or starved by tests. */
final class CheckpointWriter {
    private CheckpointWriter() {}

    /**
     * Writes checkpoints of step 1, 2, 3, … until it is killed or fails; prints each.
     *
     * @param arguments the folder of the checkpoints
     */
    public static void main(String[] arguments) {
        try (NDManager manager = NDManager.newBaseManager();
                TrainingState state = SmallState.at(0, manager)) {
            while (true) {
                state.advance();
                Checkpoint.save(Path.of(arguments[0]), state, 2);
                System.out.println("saved " + state.step());
            }
        } catch (IOException e) {
            System.out.println("failed: " + e.getMessage());
        }
    }

    /**
     * Starts the process.
     *
     * @param checkpoints the folder of the checkpoints
     * @param shell what the shell does before, for example {@code ulimit}
     */
    static Process start(Path checkpoints, String shell) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                shell + " exec \"$0\" \"$@\"",
                System.getProperty("java.home") + File.separator + "bin/java"));
        command.addAll(List.of(
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CheckpointWriter.class.getName(),
                checkpoints.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
