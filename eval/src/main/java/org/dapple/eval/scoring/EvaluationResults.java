package org.dapple.eval.scoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dapple.core.files.ContentHash;
import org.dapple.core.files.FileName;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.files.Json;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.result.Predictions;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.ShotScore;
import org.dapple.eval.result.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * Stores the results of an evaluation: for each task and encoder a folder with the predictions of each run
 * ({@code seed-42.csv}) and {@code result.json}. The latter is written last, so a folder that has it is complete.
 *
 * @param folder created if it does not exist
 */
public record EvaluationResults(Path folder) {
    private static final String RESULT = "result.json";
    /** Increase this when the stored content changes, so that results of older versions are computed again. */
    private static final String FORMAT = "results/2, " + FewShot.PROTOCOL;

    /**
     * Writes a result.
     *
     * @param result the result to store
     * @param seeds the seeds of its runs
     * @param key identifies everything that decides the result
     * @throws IOException if it cannot be written
     */
    void write(TaskResult result, List<Long> seeds, String key) throws IOException {
        Path own = folder(result.encoder(), result.task());
        Files.createDirectories(own);
        Files.deleteIfExists(own.resolve(RESULT));
        for (int run = 0; run < seeds.size(); run++) {
            ProbeResult found = result.runs().get(run);
            Predictions.write(predictions(own, seeds.get(run)), found.labels(), found.predictions());
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("key", key);
        tree.put("encoder", result.encoder());
        tree.put("task", result.task());
        tree.put("protocol", result.protocol());
        tree.put("metric", Settings.word(result.metric()));
        tree.put("score", result.score());
        tree.put("seeds", seeds);
        tree.put(
                "runs",
                result.runs().stream()
                        .map(run -> Map.of("score", (Object) run.score(), "folds", run.foldsJson()))
                        .toList());
        tree.put("labels", result.runs().get(0).labels());
        tree.put(
                "few_shot",
                result.shots().stream()
                        .map(point -> Map.of(
                                "shots", (Object) point.shots(),
                                "clips_per_class", point.clipsPerClass(),
                                "draws", point.draws()))
                        .toList());
        tree.put("provenance", result.provenance());
        Json.write(own.resolve(RESULT), tree);
    }

    /**
     * Reads a stored result.
     *
     * @param encoder name of the encoder
     * @param task name of the task
     * @param key identifies everything that decides the result
     * @return the result; empty if there is none with this key
     * @throws IOException if it cannot be read
     */
    Optional<TaskResult> read(String encoder, String task, String key) throws IOException {
        Path file = folder(encoder, task).resolve(RESULT);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Map<String, Object> tree = Json.read(file);
        if (!key.equals(tree.get("key"))) {
            return Optional.empty();
        }
        Settings settings = new Settings(tree);
        DownstreamMetric metric = settings.choice("metric", DownstreamMetric.ACCURACY);
        String protocol = settings.text("protocol", "");
        List<String> labels = list(tree.get("labels")).map(String::valueOf).toList();
        List<ProbeResult> runs = new ArrayList<>();
        List<?> kept = list(tree.get("runs")).toList();
        for (long seed :
                list(tree.get("seeds")).mapToLong(EvaluationResults::whole).toArray()) {
            runs.add(ProbeResult.of(
                    protocol,
                    metric,
                    labels,
                    Predictions.read(predictions(folder(encoder, task), seed)),
                    runs.size() < kept.size() ? training(kept.get(runs.size())) : Map.of()));
        }
        List<ShotScore> shots =
                list(tree.get("few_shot")).map(EvaluationResults::point).toList();
        return Optional.of(new TaskResult(encoder, task, runs, shots, map(tree.get("provenance"))));
    }

    /** {@return how each fold was learned, by the fold's name} */
    private static Map<String, Map<String, Object>> training(@Nullable Object run) {
        Map<String, Map<String, Object>> training = new LinkedHashMap<>();
        list(map(run).get("folds")).forEach(fold -> {
            Map<String, Object> tree = map(fold);
            training.put(String.valueOf(tree.get("fold")), map(tree.get("training")));
        });
        return training;
    }

    private static Map<String, Object> map(@Nullable Object tree) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> found) {
            found.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    private static ShotScore point(Object tree) {
        Map<?, ?> point = (Map<?, ?>) tree;
        List<Double> draws = list(point.get("draws"))
                .map(draw -> ((Number) draw).doubleValue())
                .toList();
        double clips = point.get("clips_per_class") instanceof Number number ? number.doubleValue() : 0;
        return new ShotScore((int) whole(point.get("shots")), clips, draws);
    }

    private static Stream<?> list(@Nullable Object value) {
        return value instanceof List<?> values ? values.stream() : Stream.empty();
    }

    private static long whole(@Nullable Object number) {
        return number instanceof Number value ? value.longValue() : 0;
    }

    private static Path predictions(Path own, long seed) {
        return own.resolve("seed-" + seed + ".csv");
    }

    private Path folder(String encoder, String task) {
        return folder.resolve(FileName.of(task)).resolve(FileName.of(encoder));
    }

    /** {@return a key that is equal only for the same vectors, clips, labels and protocol} */
    static String key(EvaluationJob job, Probe probe, DownstreamTask task, Embeddings embeddings) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(probe.protocolName() + " " + job.seeds() + " " + job.fewShot());
        fingerprint.add(FORMAT);
        fingerprint.add(task.metric() + " " + task.seconds());
        for (int i = 0; i < embeddings.clips().size(); i++) {
            Clip clip = embeddings.clips().get(i);
            fingerprint.add(Map.of(
                    "filename", clip.filename(),
                    "label", String.valueOf(clip.label()),
                    "fold", String.valueOf(clip.fold()),
                    "split", String.valueOf(clip.split()),
                    "source", String.valueOf(clip.source()),
                    "sha256", embeddings.contentHashes().get(i)));
        }
        ContentHash vectors = new ContentHash(embeddings.width());
        vectors.add(embeddings.values(), embeddings.values().length);
        return fingerprint.add(vectors.finish()).finish();
    }
}
