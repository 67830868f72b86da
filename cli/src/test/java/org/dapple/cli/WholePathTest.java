package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dapple.core.files.Json;
import org.dapple.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From sound to score through the commands that people type, with small models. */
class WholePathTest {
    private static final String[] SMALL = {
        "model.width=24", "model.depth=1", "model.heads=2", "decoder.width=16", "decoder.depth=1", "decoder.heads=2"
    };

    @TempDir
    Path folder;

    private Map<String, Object> run(String... arguments) throws IOException {
        Path json = folder.resolve("result.json");
        CommandLineTest.Run run = CommandLineTest.run(concat(arguments, "--json", json.toString()));
        assertEquals(0, run.code(), run.printed());
        return Json.read(json);
    }

    private static String[] concat(String[] first, String... second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
    }

    /** A command with settings for a model that trains in no time. */
    private static String[] small(String... arguments) {
        return concat(arguments, SMALL);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static double mean(Object accuracy) {
        Map<?, ?> score = (Map<?, ?>) accuracy;
        double mean = ((Number) score.get("mean")).doubleValue();
        if (!String.valueOf(score.get("interval")).startsWith("no interval: ")) {
            assertTrue(((Number) score.get("low")).doubleValue() < mean);
            assertTrue(((Number) score.get("high")).doubleValue() > mean);
        }
        assertTrue(mean >= 0 && mean <= 1);
        return mean;
    }

    @Test
    void quickstartEndsWithAReport() throws IOException {
        Map<String, Object> result =
                run(small("quickstart", "--out", path("quickstart"), "--clips", "4", "max_steps=4"));
        Map<?, ?> accuracy = (Map<?, ?>) result.get("accuracy");
        for (String key : List.of("log_mel_statistics", "untrained", "pretrained", "pretrained_random_masking")) {
            mean(accuracy.get(key));
        }
        String html = Files.readString(Path.of((String) result.get("report")));
        assertTrue(html.contains("untrained encoder") && html.contains("data:image/png"), "scores and pictures");
        Json.read(folder.resolve("quickstart/report.json"));
        assertEquals(
                5, Files.readAllLines(folder.resolve("quickstart/scores.csv")).size());

        Map<String, Object> again =
                run(small("quickstart", "--out", path("quickstart"), "--clips", "4", "max_steps=4"));
        assertEquals(result, again, "finished runs are used again");
    }

    @Test
    void realRecordingsFromTrainingToPredictions() throws IOException {
        String data = SharedData.path("data/esc10-mini/manifest.csv").toString();
        run(small("pretrain", "--data", data, "--folds", "1,2", "--out", path("run"), "max_steps=3"));

        String heard = Files.readAllLines(folder.resolve("run/clips.csv")).get(1);
        assertTrue(heard.matches("audio/.+,[0-9a-f]{64},.+,esc10-mini-[0-9a-f]{12},"), "source and corpus: " + heard);

        CommandLineTest.Run refused = CommandLineTest.run("probe", "--run", path("run"), "--data", data);
        assertEquals(2, refused.code(), refused.printed());
        assertTrue(
                refused.printed().contains("must have test clips that pre-training has not heard"), refused.printed());

        String set = SharedData.path("data/esc10-mini").toString();
        CommandLineTest.Run unlabelled = CommandLineTest.run("probe", "--run", path("run"), "--data", set);
        assertEquals(2, unlabelled.code(), unlabelled.printed());
        assertTrue(unlabelled.printed().contains("is a folder: name " + data), unlabelled.printed());

        Map<String, Object> probe =
                run("probe", "--run", path("run"), "--data", data, "--allow-heard", "--report", path("report.html"));
        mean(probe.get("accuracy"));
        assertEquals(5, ((List<?>) probe.get("folds")).size());
        assertEquals(80, ((List<?>) probe.get("predictions")).size());
        assertTrue(Files.readString(folder.resolve("report.html")).contains("dog"));

        Map<String, Object> untrained = run("probe", "--run", path("run"), "--data", data, "--untrained");
        assertEquals(80, ((List<?>) untrained.get("predictions")).size());
    }

    @Test
    void brokenFilesAreListedAndSurvived() throws IOException {
        String odd = SharedData.path("data/odd").toString();
        run(small("pretrain", "--data", odd, "--out", path("run"), "max_steps=2"));
        List<String> skipped = Files.readAllLines(folder.resolve("run/skipped.csv"));
        assertEquals("filename,reason", skipped.get(0));
        assertEquals(1 + 5, skipped.size(), skipped.toString());
        assertTrue(skipped.contains("zero_bytes.wav,the file is empty"), skipped.toString());
        assertEquals(1 + 30, Files.readAllLines(folder.resolve("run/clips.csv")).size());

        Map<String, Object> embedded = run("embed", "--run", path("run"), "--data", odd, "--out", path("embeddings"));
        assertEquals(30L, embedded.get("clips"));
        assertEquals(120L, embedded.get("width"));
        assertEquals(
                1 + 30,
                Files.readAllLines(folder.resolve("embeddings/index.csv")).size());
        ByteBuffer npy = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("embeddings/embeddings.npy")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + npy.getShort(8);
        assertEquals(0, header % 64);
        assertEquals(header + 30 * 120 * 4, npy.capacity());
    }

    @Test
    void aPreparedStoreIsTrainedOn() throws IOException {
        String odd = SharedData.path("data/odd").toString();
        Map<String, Object> prepared =
                run("prepare", "--data", odd, "--out", path("store"), "front_end.type=kaldi_fbank");
        assertEquals(30L, prepared.get("clips"));
        assertEquals(5L, prepared.get("skipped"));
        assertEquals(
                1 + 5, Files.readAllLines(folder.resolve("store/skipped.csv")).size());
        assertEquals(
                prepared,
                run("prepare", "--data", odd, "--out", path("store"), "front_end.type=kaldi_fbank"),
                "a finished store is used again");
        run(small("pretrain", "--data", path("store"), "--out", path("run"), "max_steps=2"));
        Map<String, Object> embedded = run("embed", "--run", path("run"), "--data", odd, "--out", path("embeddings"));
        assertEquals(8 * 24L, embedded.get("width"), "128 bands");
    }

    @Test
    void masksAreDrawn() throws IOException {
        run("masks", "--out", path("masks.png"));
        BufferedImage picture = ImageIO.read(folder.resolve("masks.png").toFile());
        assertTrue(picture.getWidth() > 400 && picture.getHeight() > 200);
    }

    @Test
    void masksAreCounted() throws IOException {
        Map<String, Object> result = run(
                "masks",
                "--out",
                path("masks.html"),
                "--statistics",
                "--draws",
                "40",
                "--strategies",
                "random,dwm",
                "--hints",
                "0");
        String page = Files.readString(folder.resolve("masks.html"));
        assertTrue(page.contains("data:image/png;base64,") && page.contains("busy quarter"), "a picture and a table");
        List<?> rows = (List<?>) result.get("rows");
        assertEquals(2, rows.size());
        Map<?, ?> random = (Map<?, ?>) rows.get(0);
        Map<?, ?> informed = (Map<?, ?>) rows.get(1);
        assertEquals(40L, random.get("masks"));
        assertEquals(0.7, number(random, "busy_quarter_masked"), 0.05);
        assertTrue(
                number(informed, "busy_quarter_masked") > number(informed, "quiet_quarter_masked") + 0.2,
                informed + "");
        assertTrue(number(informed, "microseconds_per_clip") > 0);
    }

    private static double number(Map<?, ?> map, String key) {
        return ((Number) map.get(key)).doubleValue();
    }

    @Test
    void aStepIsTimed() throws IOException {
        Map<String, Object> result = run(
                "bench",
                "step",
                "--repeats",
                "2",
                "--warmup",
                "1",
                "model.width=24",
                "model.depth=1",
                "model.heads=2",
                "decoder.depth=1",
                "batch_size=2",
                "crop_frames=64");
        assertTrue(number(result, "step_ms") > number(result, "mask_ms"));
        assertEquals(20.0, number(result, "patches_per_clip"));
    }

    @Test
    void theDoctorFindsThisMachineHealthy() throws IOException {
        assertEquals(true, run("doctor").get("healthy"));
    }
}
