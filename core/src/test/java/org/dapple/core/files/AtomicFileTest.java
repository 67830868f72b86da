package org.dapple.core.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class AtomicFileTest {
    private static final byte[] CONTENT = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void linksAreFollowed() throws IOException {
        Path target =
                Files.writeString(Files.createDirectory(folder.resolve("far")).resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("far/target"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), link);
        AtomicFile.write(second, CONTENT);
        assertTrue(Files.isSymbolicLink(second) && Files.isSymbolicLink(link), "links stay links");
        assertArrayEquals(CONTENT, Files.readAllBytes(target));

        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("far/none"));
        AtomicFile.write(dangling, CONTENT);
        assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("far/none")));

        Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
        assertThrows(FileSystemException.class, () -> AtomicFile.write(circle, CONTENT));
    }

    @Test
    void whatIsNoRegularFileIsWrittenTo() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readAllBytes(pipe);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        AtomicFile.check(pipe);
        AtomicFile.write(pipe, CONTENT);
        assertArrayEquals(CONTENT, read.join());
        assertFalse(Files.isRegularFile(pipe));

        AtomicFile.write(Path.of("/dev/null"), CONTENT);
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
        AtomicFile.write(Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null")), CONTENT);
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    @Test
    void whatCannotBeWrittenIsNamedAsItWasAskedFor() throws IOException {
        Path isFolder = Files.createDirectory(folder.resolve("folder"));
        Path tooLong = folder.resolve("x".repeat(256));
        Path behindAFile = Files.writeString(folder.resolve("file"), "").resolve("a/b");
        for (Path file : new Path[] {isFolder, tooLong, behindAFile}) {
            FileSystemException early = assertThrows(FileSystemException.class, () -> AtomicFile.check(file));
            assertEquals(file.toString(), early.getFile());
        }
        for (Path file : new Path[] {isFolder, tooLong}) {
            FileSystemException late = assertThrows(FileSystemException.class, () -> AtomicFile.write(file, CONTENT));
            assertEquals(file.toString(), late.getFile());
        }
        Path longest = folder.resolve("x".repeat(255));
        AtomicFile.check(longest);
        AtomicFile.write(longest, CONTENT);
        assertArrayEquals(CONTENT, Files.readAllBytes(longest));
        AtomicFile.check(folder.resolve("not/there/yet"));
        assertFalse(Files.exists(folder.resolve("not")), "checking makes nothing");
    }
}
