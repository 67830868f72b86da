package org.dapple.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dapple.cli.CommandLineTest;
import org.dapple.data.audio.WavFile;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is said of output files before there is any work. */
@DisabledOnOs(OS.WINDOWS)
class OutputFilesTest {
    @TempDir
    Path folder;

    private static void assertRefused(String said, Object... words) {
        String[] line = new String[words.length];
        for (int i = 0; i < line.length; i++) {
            line[i] = words[i].toString();
        }
        CommandLineTest.Run run = CommandLineTest.run(line);
        assertEquals(Failures.WRONG_USAGE, run.code(), run.printed());
        assertTrue(run.printed().contains(said), run.printed());
    }

    @Test
    void anOutputIsNoInputAndNoOtherOutput() throws IOException {
        Path manifest = Files.writeString(folder.resolve("manifest.csv"), "filename,label,split\n");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), manifest);
        Path encoder = Files.createDirectory(folder.resolve("encoder"));
        Path page = folder.resolve("page");
        byte[] before = Files.readAllBytes(manifest);
        assertRefused(
                "--json must not replace an input; " + link + " belongs to --data",
                "probe",
                "--encoder",
                encoder,
                "--data",
                manifest,
                "--json",
                link);
        assertRefused(
                "must differ from --",
                "probe",
                "--encoder",
                encoder,
                "--data",
                manifest,
                "--json",
                page,
                "--report",
                folder.resolve("encoder/../page"));
        assertRefused("must not replace an input", "masks", "--audio", manifest, "--out", manifest);
        assertRefused(
                "must not replace an input",
                "pretrain",
                "data=" + manifest,
                "--json",
                manifest,
                "--out",
                folder.resolve("new"));
        Path run = Files.writeString(folder.resolve("run.json"), "{}");
        assertRefused("must not replace a part of a run", "datasets", "--json", run);
        assertArrayEquals(before, Files.readAllBytes(manifest));
        assertFalse(Files.exists(folder.resolve("new")), "nothing was begun");
    }

    @Test
    void whatCannotBeWrittenIsSaidBeforeTheWork() throws IOException {
        Path tooLong = folder.resolve("x".repeat(300) + ".json");
        assertRefused(
                "--json must be a file that can be written; " + folder + " cannot: is a folder",
                "datasets",
                "--json",
                folder);
        assertRefused(tooLong + " cannot: File name too long", "datasets", "--json", tooLong);
        assertRefused(
                "--json must be a file that can be written",
                "prepare",
                "--data",
                folder,
                "--out",
                folder.resolve("store"),
                "--json",
                folder);
        assertFalse(Files.exists(folder.resolve("store")));
    }

    @Test
    void soundsAndWeightsAreNotReplaced() throws IOException {
        Path sound = folder.resolve("a.wav");
        WavFile.write(sound, new SyntheticCorpus(1).clip(0));
        byte[] before = Files.readAllBytes(sound);
        assertRefused("--json must not replace sound, weights or a picture", "datasets", "--json", sound);
        Path run = Files.createDirectory(folder.resolve("run"));
        Path notes = Files.writeString(run.resolve("notes.txt"), "mine");
        assertRefused(
                "--json must not replace an input; " + notes + " belongs to --run",
                "probe",
                "--run",
                run,
                "--data",
                folder.resolve("none.csv"),
                "--json",
                notes);
        Path heard = Files.writeString(folder.resolve("heard.csv"), "filename\n");
        assertRefused("must not replace a part of a run", "datasets", "--json", heard);
        assertArrayEquals(before, Files.readAllBytes(sound));
    }
}
