package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dapple.core.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCheckTest {
    @TempDir
    Path folder;

    @Test
    void aFolderIsMade() {
        Path wanted = folder.resolve("one/two");
        FolderCheck.writable("--out", wanted);
        assertTrue(Files.isDirectory(wanted));
    }

    @Test
    void aFileIsNamedAsSuch() throws IOException {
        Path file = Files.createFile(folder.resolve("results"));
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> FolderCheck.writable("--out", file));
        assertEquals("--out must be a folder; " + file + " is a file", refusal.getMessage());
        assertThrows(ConfigurationException.class, () -> FolderCheck.writable("--out", file.resolve("inside")));
    }
}
