package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of its own that writes checkpoints, to be killed or starved by tests. */
final class CheckpointWriter {
    /** The exit code that says that there is no small file system. */
    static final int NO_DISK = 77;

    private CheckpointWriter() {}

    /**
     * Writes checkpoints of step 1, 2, 3, … until it is killed or fails; prints each.
     *
     * @param arguments the folder of the checkpoints
     */
    public static void main(String[] arguments) throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                TrainingState state = SmallState.at(0, manager)) {
            while (true) {
                state.advance();
                Checkpoint.save(Path.of(arguments[0]), state, 2, Map.of());
                System.out.println("saved " + state.step());
            }
        } catch (IOException e) {
            System.out.println("failed: " + e.getMessage());
            Checkpoint.newest(Path.of(arguments[0]), System.out::println)
                    .ifPresent(checkpoint -> System.out.println("goes on from " + checkpoint.name()));
        }
    }

    /**
     * Starts the process.
     *
     * @param checkpoints the folder of the checkpoints
     * @param shell what the shell does before, for example {@code ulimit}
     */
    static Process start(Path checkpoints, String shell) throws IOException {
        return start(List.of(), checkpoints, shell);
    }

    /**
     * Starts the process with a small file system of its own, which is gone when it ends.
     *
     * @param checkpoints becomes the small file system
     * @param mebibytes its size
     * @return a process that ends with {@link #NO_DISK} where nobody may mount file systems
     */
    static Process startOnSmallDisk(Path checkpoints, int mebibytes) throws IOException {
        String mount = "mount -t tmpfs -o size=" + mebibytes + "m tmpfs '" + checkpoints + "' || exit " + NO_DISK + ";";
        return start(List.of("sh", "-c", "unshare -rm \"$0\" \"$@\" || exit " + NO_DISK), checkpoints, mount);
    }

    private static Process start(List<String> around, Path checkpoints, String shell) throws IOException {
        List<String> command = new ArrayList<>(around);
        command.addAll(List.of(
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
