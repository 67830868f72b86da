package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.Json;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.downstream.DownstreamSets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads are checked and made into manifests. */
class DatasetsTest {
    @TempDir
    Path folder;

    /** ESC-50 with the first of its clips, which are empty files. */
    static void esc50(Path root, int clips) throws IOException {
        Files.createDirectories(root.resolve("meta"));
        Files.createDirectories(root.resolve("audio"));
        List<String> rows = new ArrayList<>(List.of("filename,fold,target,category,esc10,src_file,take"));
        for (int i = 0; i < 2000; i++) {
            int fold = 1 + i % 5;
            rows.add(i + ".wav," + fold + "," + i / 40 + ",class" + i / 40 + ",False,recording" + i + ",A");
            if (i < clips) {
                Files.createFile(root.resolve("audio/" + i + ".wav"));
            }
        }
        Files.write(root.resolve("meta/esc50.csv"), rows);
    }

    @Test
    void allSetsAreListed() throws IOException {
        Path json = folder.resolve("sets.json");
        CommandLineTest.Run run = CommandLineTest.run("datasets", "--json", json.toString());
        assertEquals(0, run.code(), run.printed());
        List<String> lines = run.printed().lines().toList();
        assertEquals(3 + 2 * DownstreamSets.standard().all().size(), lines.size(), run.printed());
        assertTrue(lines.get(1).matches("esc50 +ESC-50 +50 +2000 +5.0 +accuracy"), lines.get(1));
        assertTrue(
                lines.contains("nsynth: CC BY 4.0; magenta.tensorflow.org/datasets/nsynth (json/wav)"), run.printed());
        List<?> sets = (List<?>) Json.read(json).get("datasets");
        assertEquals(true, ((Map<?, ?>) sets.get(sets.size() - 1)).get("multi_label"));
    }

    @Test
    void aDownloadIsChecked() throws IOException {
        Path json = folder.resolve("check.json");
        Path root = folder.resolve("ESC-50-master");
        esc50(root, 1998);
        String[] check = {"datasets", "check", "ESC-50", folder.toString(), "--json", json.toString()};
        CommandLineTest.Run run = CommandLineTest.run(check);
        assertEquals(1, run.code(), run.printed());
        assertTrue(run.printed().startsWith("ESC-50 in " + root), run.printed());
        assertTrue(
                run.printed().contains("2 listed files are missing: audio/1998.wav, audio/1999.wav\n"), run.printed());
        assertTrue(run.printed().endsWith("Not complete: get it from github.com/karolpiczak/ESC-50\n"), run.printed());
        assertEquals(false, Json.read(json).get("complete"));
        Files.createFile(root.resolve("audio/1998.wav"));
        Files.createFile(root.resolve("audio/1999.wav"));
        run = CommandLineTest.run(check);
        assertEquals(0, run.code(), run.printed());
        assertTrue(run.printed().endsWith("Complete.\n"), run.printed());
        assertEquals(2000L, Json.read(json).get("clips"));
    }

    @Test
    void aDownloadBecomesAManifest() throws IOException {
        Path csv = folder.resolve("esc50.csv");
        esc50(folder.resolve("ESC-50-master"), 3);
        CommandLineTest.Run run =
                CommandLineTest.run("datasets", "manifest", "esc50", folder.toString(), "--out", csv.toString());
        assertEquals(0, run.code(), run.printed());
        assertTrue(run.printed().startsWith("Warning: 1997 listed files are missing: audio/3.wav"), run.printed());
        assertTrue(run.printed().endsWith("3 clips of ESC-50 in " + csv + "\n"), run.printed());
        String name = "ESC-50-master/audio/1.wav";
        assertEquals(
                new Clip(name, csv.resolveSibling(name), "class0", "2", null, "recording1"),
                Manifest.read(csv).clips().get(1));
    }

    @Test
    void whatCannotBeUsedIsRefusedInASentence() {
        String here = folder.toString();
        assertRefused("it is esc5 (did you mean esc50?)", "datasets", "check", "esc5", here);
        assertRefused(here + " has no meta/esc50.csv: get it from github.com", "datasets", "check", "esc50", here);
        assertRefused("Missing required option: '--out=CSV'", "datasets", "manifest", "esc50", here);
    }

    private static void assertRefused(String sentence, String... arguments) {
        CommandLineTest.Run run = CommandLineTest.run(arguments);
        assertEquals(2, run.code(), run.printed());
        assertTrue(run.printed().contains(sentence), run.printed());
    }
}
