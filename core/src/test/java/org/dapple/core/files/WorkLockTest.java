package org.dapple.core.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.dapple.core.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkLockTest {
    @TempDir
    Path folder;

    /** A process that takes folders and keeps them until its input ends. */
    static final class Holder {
        private Holder() {}

        /**
         * Takes the folders, and says of each whether it could.
         *
         * @param folders their names
         */
        public static void main(String[] folders) throws IOException {
            for (String name : folders) {
                System.out.println(takes(Path.of(name)));
            }
            System.in.read();
        }

        private static String takes(Path folder) throws IOException {
            try {
                WorkLock.take(folder);
                return "taken";
            } catch (BusyException e) {
                return "busy: " + e.getMessage();
            }
        }
    }

    private static Process holder(Path... folders) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Holder.class.getName()));
        for (Path folder : folders) {
            command.add(folder.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What another process that takes the folder has to say. */
    private static String taking(Path folder) throws IOException, InterruptedException {
        Process other = holder(folder);
        try (BufferedReader printed = other.inputReader(StandardCharsets.UTF_8)) {
            return printed.readLine();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFolderBelongsToOneProcessUntilItDies() throws IOException, InterruptedException {
        Path place = folder.resolve("run");
        assertFalse(WorkLock.isTaken(place));
        Process holder = holder(place);
        try (BufferedReader printed = holder.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("taken", printed.readLine());
            assertTrue(WorkLock.isTaken(place));
            String start = place + " is in use by process " + holder.pid() + " (";
            String refusal = String.valueOf(assertThrows(BusyException.class, () -> WorkLock.take(place))
                    .getMessage());
            assertTrue(refusal.startsWith(start), refusal);
            assertTrue(refusal.contains("WorkLockTest$Holder " + place), "names the command: " + refusal);
            assertTrue(refusal.endsWith("): wait until it ends, or stop it"), refusal);
            assertThrows(BusyException.class, () -> WorkLock.join(place));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertTrue(Files.size(place.resolve("lock")) > 0, "the file stays, the lock does not");
        assertFalse(WorkLock.isTaken(place));
        WorkLock.take(place).close();
        assertEquals(0, Files.size(place.resolve("lock")));
    }

    @Test
    void askingAndBeingRefusedDoNotGiveUpALock() throws IOException, InterruptedException {
        Path place = Files.createDirectory(folder.resolve("place"));
        Path other = Files.createSymbolicLink(folder.resolve("link"), place);
        WorkLock lock = WorkLock.take(place);
        for (Path name : List.of(place, other, place.resolve("../place"))) {
            assertTrue(WorkLock.isTaken(name));
            assertThrows(BusyException.class, () -> WorkLock.take(name));
            WorkLock.join(name).close();
        }
        String refused = taking(other);
        long self = ProcessHandle.current().pid();
        assertTrue(refused.startsWith("busy: " + other + " is in use by process " + self), refused);
        lock.close();
        lock.close();
        assertEquals("taken", taking(place));
    }

    @Test
    void aThreadMayJoinItsOwnLockOnce() throws IOException, InterruptedException {
        Path place = folder.resolve("place");
        WorkLock whole = WorkLock.take(place);
        WorkLock part = WorkLock.join(place);
        assertThrows(BusyException.class, () -> WorkLock.join(place), "one at a time");
        part.close();
        WorkLock.join(place).close();
        assertTrue(taking(place).startsWith("busy"), "held for the whole, whatever its parts do");

        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Thread thread = new Thread(() -> refusal.set(assertThrows(BusyException.class, () -> WorkLock.join(place))));
        thread.start();
        thread.join();
        assertEquals(
                place + " is in use by this process: wait until it ends, or stop it",
                String.valueOf(refusal.get().getMessage()));

        WorkLock last = WorkLock.join(place);
        whole.close();
        assertThrows(BusyException.class, () -> WorkLock.take(place), "as long as a part works");
        last.close();
        assertFalse(WorkLock.isTaken(place));
    }

    @Test
    void waitsForAnotherProcess() throws IOException, InterruptedException {
        Path place = folder.resolve("place");
        Process holder = holder(place);
        List<String> said = new ArrayList<>();
        try (BufferedReader printed = holder.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("taken", printed.readLine());
            assertThrows(
                    CancellationException.class,
                    () -> WorkLock.await(place.resolve(WorkLock.NAME), place, sentence -> {
                        throw new CancellationException("no longer");
                    }));
            WorkLock.await(place.resolve(WorkLock.NAME), place, sentence -> {
                        said.add(sentence);
                        holder.destroyForcibly();
                    })
                    .close();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertTrue(said.get(0).contains("process " + holder.pid()), said.get(0));
    }

    @Test
    void whatALockFileSaysIsNotBelieved() throws IOException, InterruptedException {
        Path place = folder.resolve("place");
        Process holder = holder(place);
        try (BufferedReader printed = holder.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("taken", printed.readLine());
            Files.writeString(place.resolve("lock"), "\u001b[31m\n" + "x".repeat(100_000));
            String refusal = String.valueOf(assertThrows(BusyException.class, () -> WorkLock.take(place))
                    .getMessage());
            assertTrue(refusal.length() < 1000, "short");
            assertFalse(refusal.chars().anyMatch(Character::isISOControl), refusal);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        Path target = Files.writeString(folder.resolve("precious"), "content");
        Path linked = Files.createDirectory(folder.resolve("linked"));
        Files.createSymbolicLink(linked.resolve("lock"), target);
        assertThrows(IOException.class, () -> WorkLock.take(linked), "a link might lead anywhere");
        assertEquals("content", Files.readString(target));
    }

    @Test
    void aLockAloneMakesNoRun() throws IOException {
        RunDirectory run = new RunDirectory(folder.resolve("run"));
        WorkLock.take(run.root()).close();
        assertEquals(run, RunDirectory.create(run.root()));
    }
}
