package org.dapple.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    Path folder;

    /** A process that takes a run and keeps it until its input ends. */
    static final class Holder {
        private Holder() {}

        /**
         * Takes the run.
         *
         * @param arguments its folder
         */
        public static void main(String[] arguments) throws IOException {
            RunLock lock = RunLock.take(new RunDirectory(Path.of(arguments[0])));
            System.out.println("taken");
            System.in.read();
            lock.close();
        }
    }

    @Test
    void aRunBelongsToOneProcessUntilItDies() throws IOException, InterruptedException {
        RunDirectory run = new RunDirectory(folder.resolve("run"));
        assertFalse(RunLock.isTaken(run));
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        run.root().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader printed = holder.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("taken", printed.readLine());
            assertTrue(RunLock.isTaken(run));
            IOException refusal = assertThrows(IOException.class, () -> RunLock.take(run));
            assertEquals(
                    run.root() + " is being trained by process " + holder.pid() + ": wait until it ends, or stop it",
                    refusal.getMessage());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertTrue(Files.exists(run.root().resolve("lock")), "the file stays, the lock does not");
        assertFalse(RunLock.isTaken(run));
        RunLock.take(run).close();
    }

    @Test
    void aProcessHasARunOnce() throws IOException {
        RunDirectory run = new RunDirectory(folder.resolve("run"));
        RunLock lock = RunLock.take(run);
        assertThrows(IOException.class, () -> RunLock.take(run));
        assertTrue(RunLock.isTaken(run));
        lock.close();
        RunLock.take(run).close();
        assertEquals(run, RunDirectory.create(run.root()), "a lock alone makes no run");
    }
}
