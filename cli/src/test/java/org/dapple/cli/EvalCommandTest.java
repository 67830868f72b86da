package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.Json;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.data.synthetic.SyntheticData;
import org.dapple.eval.embedding.Embedder;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.experiment.encoder.EncoderNames;
import org.dapple.experiment.encoder.Entry;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.experiment.scoring.Probing;
import org.dapple.experiment.scoring.TaskChoice;
import org.dapple.models.encoder.AudioEncoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many encoders on many tasks, with models that train in no time. */
class EvalCommandTest {
    @TempDir
    static Path folder;

    private static String runs;

    @BeforeAll
    static void train() throws IOException {
        new SyntheticData(1, 4, 1, 3).write(folder.resolve("data/sounds"), Watch.silent());
        new SyntheticData(2, 3, 1, 2).write(folder.resolve("data/others"), Watch.silent());
        runs = folder.resolve("tiny").toString();
        CommandLineTest.Run run = CommandLineTest.run(
                "pretrain",
                "--data",
                folder.resolve("data/sounds/manifest.csv").toString(),
                "--split",
                "train",
                "--out",
                runs,
                "model.width=24",
                "model.depth=1",
                "model.heads=2",
                "decoder.width=16",
                "decoder.depth=1",
                "decoder.heads=2",
                "batch_size=8",
                "max_steps=6",
                "checkpoint_every=2",
                "keep_checkpoints=5");
        assertEquals(0, run.code(), run.printed());
    }

    private CommandLineTest.Run eval(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "eval",
                "--data-root",
                folder.resolve("data").toString(),
                "--tasks",
                "sounds,others/manifest.csv",
                "--seeds",
                "2"));
        arguments.addAll(List.of(more));
        return CommandLineTest.run(arguments.toArray(String[]::new));
    }

    @Test
    void encodersAndTheirBaselinesAreTestedOnEveryTask() throws IOException {
        Path out = folder.resolve("out");
        Path json = folder.resolve("eval.json");
        String[] arguments = {
            "--run", runs, "--run", runs + "@2", "--out", out.toString(), "--json", json.toString(), "--allow-heard"
        };
        CommandLineTest.Run run = eval(arguments);
        assertEquals(0, run.code(), run.printed());
        Map<String, Object> result = Json.read(json);
        List<?> scores = (List<?>) result.get("scores");
        assertEquals(4 * 2, scores.size(), "statistics, untrained, tiny, tiny@2 on two tasks");
        assertTrue(run.printed().contains("mean rank"), run.printed());
        assertTrue(run.printed().contains("log-mel statistics against untrained: "), run.printed());
        assertEquals(9, Files.readAllLines(out.resolve("scores.csv")).size());
        assertEquals(
                1 + 6 * 2, Files.readAllLines(out.resolve("comparisons.csv")).size());
        assertTrue(Files.exists(out.resolve("results/sounds/tiny@2/seed-43.csv")), "every prediction is kept");
        assertTrue(Files.readString(out.resolve("contracts.txt")).contains("ok      repeatable"));
        String page = Files.readString(out.resolve("report.html"));
        for (String part :
                List.of("Scores", "Comparisons, sounds", "Few labelled clips, others", "Masks", "Training")) {
            assertTrue(page.contains(part), part);
        }
        assertTrue(page.contains("data:audio/wav") && Files.size(out.resolve("report.html")) < 20_000_000);
        assertTrue(Files.readString(out.resolve("report.md")).contains("tiny@2"));
        assertFalse(Files.exists(out.resolve("evar.csv")), "strict scores are no scores of EVAR's");
        assertTrue(Files.readString(out.resolve("report.json")).contains("pooling"), "how vectors were made");

        CommandLineTest.Run again = eval(arguments);
        assertEquals(result, Json.read(json), "what was found is not looked for again: " + again.printed());
    }

    /** Its rate is known for a run and for the baseline, and its lines are those that EVAR's own summary reads. */
    @Test
    void theReferencesProtocolHasItsOwnFile() throws IOException {
        Path out = folder.resolve("evar");
        CommandLineTest.Run run = eval(
                "--run",
                runs,
                "--out",
                out.toString(),
                "--protocol",
                "evar",
                "--no-few-shot",
                "--seconds",
                "0.5",
                "--allow-heard");
        assertEquals(0, run.code(), run.printed());
        List<String> lines = Files.readAllLines(out.resolve("evar.csv"));
        assertEquals("representation,task,score,run_id,report", lines.get(0));
        assertTrue(Files.readString(out.resolve("scores.csv")).contains("\"evar/2, learning rate 3.0e-04\""));
        assertTrue(run.printed().contains(", learning rate 3.0e-04"), run.printed());
        assertTrue(run.printed().contains("cut or padded to 0.50 s"), run.printed());
        assertTrue(run.printed().contains("were ended by the number of epochs"), run.printed());
    }

    @Test
    void otherCommandsTakeCheckpointsToo() throws IOException {
        Path newest = folder.resolve("newest");
        Path last = folder.resolve("last");
        Path early = folder.resolve("early");
        Map<String, Path> choices = Map.of(runs, newest, runs + "@6", last, runs + "@2", early);
        for (Map.Entry<String, Path> choice : choices.entrySet()) {
            CommandLineTest.Run run = CommandLineTest.run(
                    "export",
                    "--run",
                    choice.getKey(),
                    "--out",
                    choice.getValue().toString());
            assertEquals(0, run.code(), run.printed());
        }
        assertEquals(-1, Files.mismatch(newest.resolve("model.safetensors"), last.resolve("model.safetensors")));
        assertNotEquals(-1, Files.mismatch(newest.resolve("model.safetensors"), early.resolve("model.safetensors")));
    }

    /** As after a kill in the middle: half of the vectors are there, from a process with another number of threads. */
    @Test
    void embeddingsGoOnWhereTheyWere() throws IOException {
        String data = folder.resolve("data/sounds").toString();
        CommandLineTest.Run whole = CommandLineTest.run("embed", "--run", runs, "--data", data, "--out", path("whole"));
        assertEquals(0, whole.code(), whole.printed());
        Path unfinished = folder.resolve("half/unfinished");
        List<Clip> clips = Manifest.read(folder.resolve("data/sounds")).clips();
        double seconds = Probing.medianSeconds(clips);
        List<Clip> half = clips.subList(0, clips.size() / 2);
        try (NDManager manager = NDManager.newBaseManager();
                AudioEncoder encoder = AudioEncoder.load(folder.resolve("tiny/encoder"), manager)) {
            new Embedder(new EncoderFeatures(encoder), seconds).run(half, unfinished, manager, () -> {});
        }
        Json.write(unfinished.resolve("provenance.json"), Map.of("threads", "61"));
        CommandLineTest.Run rest = CommandLineTest.run("embed", "--run", runs, "--data", data, "--out", path("half"));
        assertEquals(0, rest.code(), rest.printed());
        assertTrue(rest.printed().contains("Continuing under other conditions"), rest.printed());
        assertTrue(rest.printed().contains("instead of 61"), rest.printed());
        for (String file : List.of("embeddings.npy", "index.csv", "skipped.csv")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("whole").resolve(file)),
                    Files.readAllBytes(folder.resolve("half").resolve(file)),
                    file);
        }
        assertFalse(Files.exists(unfinished), "nothing else is left");
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void whatCannotBeTestedIsRefusedAtOnce() {
        CommandLineTest.Run unknown =
                eval("--run", runs + "@77", "--out", folder.resolve("x").toString());
        assertEquals(2, unknown.code());
        assertTrue(
                unknown.printed().contains("of step 77 does not exist or is damaged; kept are the steps [2, 4, 6]"),
                unknown.printed());
        CommandLineTest.Run twice =
                eval("--run", runs, "--run", runs, "--out", folder.resolve("x").toString());
        assertTrue(twice.code() == 2 && twice.printed().contains("must name every encoder once; "), twice.printed());
        CommandLineTest.Run wrong = eval("--run", runs + "@newest");
        assertTrue(wrong.code() == 2 && wrong.printed().contains("@best"), wrong.printed());
    }

    @Test
    void syntheticSoundsOfAnotherSeedAreWrittenAgain() throws IOException {
        Path data = folder.resolve("seeds");
        new SyntheticData(1, 1, 1, 1).write(data, Watch.silent());
        Path clip = data.resolve(
                Manifest.read(data.resolve("manifest.csv")).clips().get(0).filename());
        byte[] first = Files.readAllBytes(clip);
        new SyntheticData(2, 1, 1, 1).write(data, Watch.silent());
        assertFalse(Arrays.equals(first, Files.readAllBytes(clip)));
        FileTime written = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(clip, written);
        new SyntheticData(2, 1, 1, 1).write(data, Watch.silent());
        assertEquals(written, Files.getLastModifiedTime(clip), "a complete copy is kept");
    }

    @Test
    void runsOfOneFolderNameAreToldApart() throws IOException {
        Path other = folder.resolve("again/tiny");
        Files.createDirectories(other);
        Files.copy(Path.of(runs, "run.json"), other.resolve("run.json"));
        List<RunChoice> choices =
                List.of(RunChoice.of(runs), RunChoice.of(runs + "@2"), RunChoice.of(other.toString()));
        EncoderNames names = EncoderNames.of(choices, List.of(folder.resolve("x/untrained")), Entry.BASELINES);
        String above = String.valueOf(folder.toAbsolutePath().getFileName());
        assertEquals(
                List.of(above + "/tiny", "tiny@2", "again/tiny"),
                names.runs().stream().map(RunChoice::title).toList());
        assertEquals(List.of("x/untrained"), names.titles(), "the baseline is called untrained");
    }

    @Test
    void tasksAreFoundByNameAndNamedByTheirFiles() throws IOException {
        TaskChoice choice = new TaskChoice(DownstreamSets.standard(), folder.resolve("data"), null, Watch.silent());
        assertEquals("sounds", choice.all(List.of("sounds")).get(0).name());
        assertEquals("notes-pitch", TaskChoice.name(Path.of("notes/manifest-pitch.csv")));
        assertEquals("mine", TaskChoice.name(Path.of("notes/mine.csv")));
        assertEquals("quickstart-data", TaskChoice.name(Path.of("quickstart/data/manifest.csv")));
        Path folds = folder.resolve("data/folds");
        Files.createDirectories(folds);
        Files.copy(folder.resolve("data/others/manifest.csv"), folds.resolve("manifest-a.csv"));
        String several = refusal(choice, "folds");
        assertTrue(several.endsWith("folds/manifest-a.csv"), several);
        String near = refusal(choice, "esc51");
        assertTrue(near.contains("did you mean esc50?"), near);
        assertTrue(refusal(choice, "sounds", "sounds/manifest.csv").contains("every task once"));
    }

    private static String refusal(TaskChoice choice, String... names) {
        try {
            choice.all(List.of(names));
        } catch (ConfigurationException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("not refused");
    }
}
