package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dapple.data.audio.WavFile;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see when something is wrong: the exit code and one helpful sentence. */
public class CommandLineTest {
    @TempDir
    Path folder;

    /** An exit code and everything that was printed. */
    public record Run(int code, String printed) {}

    public static Run run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            System.setErr(capture);
            int code = Dapple.execute(arguments);
            return new Run(code, printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private void assertRefused(String sentence, String... arguments) {
        Run run = run(arguments);
        assertEquals(2, run.code, run.printed);
        assertTrue(run.printed.contains(sentence), run.printed);
        assertFalse(run.printed.contains("\tat "), "no stack trace: " + run.printed);
    }

    private String out() {
        return folder.resolve("run").toString();
    }

    private String sounds() throws IOException {
        Path sounds = folder.resolve("sounds");
        for (int i = 0; i < 3; i++) {
            WavFile.write(sounds.resolve(i + ".wav"), new SyntheticCorpus(1).clip(i));
        }
        return sounds.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "prepare",
                "pretrain",
                "probe",
                "eval",
                "finetune",
                "study",
                "embed",
                "import",
                "export",
                "masks",
                "bench step",
                "doctor",
                "runs list",
                "runs compare",
                "datasets",
                "datasets check",
                "datasets manifest"
            })
    void everyCommandExplainsItself(String command) {
        Run run = run((command + " --help").split(" ", -1));
        assertEquals(0, run.code);
        assertTrue(run.printed.contains("Usage: dapple " + command), run.printed);
        assertTrue(run.printed.contains("--json"), run.printed);
    }

    @Test
    void groupsOfCommandsSayHowTheyAreCalled() {
        for (String group : new String[] {"runs", "bench"}) {
            Run run = run(group);
            assertEquals(0, run.code, run.printed);
            assertTrue(run.printed.contains("Usage: dapple " + group), run.printed);
        }
    }

    @Test
    void withoutACommandThereIsHelp() {
        Run run = run();
        assertEquals(0, run.code);
        assertTrue(run.printed.contains("dapple quickstart"), run.printed);
    }

    @Test
    void wrongSettingsAreNamed() throws IOException {
        String data = sounds();
        assertRefused(
                "epoch is not a known key; did you mean epochs?",
                "pretrain",
                "--data",
                data,
                "--out",
                out(),
                "epoch=3");
        assertRefused(
                "masking.ratio must be between 0 and 1, exclusive; it is 1.7",
                "pretrain",
                "--data",
                data,
                "--out",
                out(),
                "masking.ratio=1.7");
        assertRefused(
                "max_steps must be a whole number; it is many",
                "pretrain",
                "--data",
                data,
                "--out",
                out(),
                "max_steps=many");
        assertRefused("device must be auto, cpu, gpu", "pretrain", "--data", data, "--out", out(), "device=quantum");
        assertRefused("ratio is not a known key", "masks", "ratio=0.5");
        assertRefused(
                "masking.side is not a setting of any of the strategies random, dwm",
                "masks",
                "--strategies",
                "random,dwm",
                "masking.side=3");
        assertRefused("masking.ratio is not a setting here", "masks", "masking.ratio=0.5");
        assertRefused(
                "masking.block_size must be at least 1", "masks", "--strategies", "block", "masking.block_size=0");
        assertRefused("--out must be a file name that ends in .png or .html; it is x.jpg", "masks", "--out", "x.jpg");
        assertRefused("nonsense is not understood: write settings as key=value", "doctor", "nonsense");
        assertRefused("Settings are written without dashes: max_steps=5", "pretrain", "--max_steps=5");
        assertRefused(
                "masking must be a section with keys of its own (masking.name=value)",
                "pretrain",
                "--data",
                data,
                "--out",
                out(),
                "masking=random");
        assertRefused("split needs a manifest", "pretrain", "--data", data, "--out", out(), "--split", "train");
        Path elsewhere = Files.writeString(folder.resolve("study.yaml"), "masks: {random: {strategy: random}}\n");
        assertRefused(
                "--config must be a file for dapple pretrain; " + elsewhere + " is for dapple study",
                "pretrain",
                "--data",
                data,
                "--out",
                out(),
                "--config",
                elsewhere.toString());
        assertRefused(
                "mask is not a known key; did you mean masks?",
                "study",
                Files.writeString(folder.resolve("typo.yaml"), "mask: {}\n").toString());
        assertFalse(Files.exists(folder.resolve("run")), "nothing is made for a refused run");
    }

    @Test
    void wrongDataIsNamed() throws IOException {
        String missing = folder.resolve("missing").toString();
        assertRefused(missing + " does not exist", "pretrain", "--data", missing, "--out", out());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertRefused("must hold audio files", "pretrain", "--data", empty.toString(), "--out", out());
        Path unreadable = Files.createDirectory(folder.resolve("unreadable"));
        Files.writeString(unreadable.resolve("a.wav"), "no sound");
        assertRefused("has no readable clip", "pretrain", "--data", unreadable.toString(), "--out", out());
        Path manifest = folder.resolve("manifest.csv");
        Files.writeString(manifest, "file,label\na.wav,dog\n");
        assertRefused(
                "must be a CSV with a column filename", "pretrain", "--data", manifest.toString(), "--out", out());
        Files.writeString(manifest, "filename,split\na.wav,train\n");
        assertRefused(
                "split must match rows of the manifest; it is test, but the rows have train",
                "pretrain",
                "--data",
                manifest.toString(),
                "--out",
                out(),
                "--split",
                "test");
    }

    @Test
    void wrongRunsAreNamed() throws IOException {
        assertRefused("has no run.json", "probe", "--run", folder.toString(), "--data", sounds());
        assertRefused("frist does not exist", "probe", "--run", "frist", "--data", sounds());
        assertRefused("--out is missing", "pretrain", "--data", sounds());
        assertRefused("Missing required option: '--data=CSV'", "probe");
        assertRefused("(--run=DIR | --encoder=DIR)", "probe", "--data", sounds());
        assertRefused("are mutually exclusive", "embed", "--run", "a", "--encoder", "b", "--data", "c", "--out", "d");
        assertRefused("has no encoder.json", "embed", "--encoder", "a", "--data", "c", "--out", "d");
        assertRefused("Unknown option: '--dta'", "pretrain", "--dta", "x");
    }

    @Test
    void aFailureIsOneSentenceAndVerboseShowsMore() throws IOException {
        Path wav = folder.resolve("a.wav");
        Files.writeString(wav, "no sound");
        Run brief = run(
                "masks",
                "--audio",
                wav.toString(),
                "--out",
                folder.resolve("m.png").toString());
        assertEquals(2, brief.code);
        assertTrue(brief.printed.startsWith("dapple: --audio has no readable clip: " + wav + ": "), brief.printed);
        assertFalse(brief.printed.contains("\tat "), brief.printed);
        Run verbose = run(
                "masks",
                "--verbose",
                "--audio",
                wav.toString(),
                "--out",
                folder.resolve("m.png").toString());
        assertEquals(2, verbose.code);
        assertTrue(verbose.printed.contains("\tat "), verbose.printed);
    }
}
