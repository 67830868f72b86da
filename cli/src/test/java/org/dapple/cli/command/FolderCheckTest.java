package org.dapple.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dapple.core.settings.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCheckTest {
    @TempDir
    Path folder;

    @Test
    void aFolderThatCanBeMadeIsNotMadeYet() {
        Path wanted = folder.resolve("one/two");
        FolderCheck.writable("--out", wanted);
        assertFalse(Files.exists(folder.resolve("one")));
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
