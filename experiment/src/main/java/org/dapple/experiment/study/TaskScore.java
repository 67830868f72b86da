package org.dapple.experiment.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dapple.eval.result.ShotScore;
import org.jspecify.annotations.Nullable;

/**
 * The score of an entrant on one task.
 *
 * @param task its name
 * @param key of everything that decides the score; other settings give another key
 * @param protocol name and version of the probe's protocol
 * @param metric what is scored
 * @param chance the score of guessing, where it is known
 * @param clips tested in each run of the probe
 * @param score mean over the runs of the probe, 0 to 1
 * @param probes the score of each run of the probe
 * @param curve score by step, up to the final score; empty for baselines
 * @param shots the few-shot curve; may be empty
 * @param cautions sentences about test clips that are, or may be, heard or duplicated
 * @param provenance how the score was made, apart from the process that made it
 */
public record TaskScore(
        String task,
        String key,
        String protocol,
        String metric,
        OptionalDouble chance,
        int clips,
        double score,
        List<Double> probes,
        SortedMap<Long, Double> curve,
        List<ShotScore> shots,
        List<String> cautions,
        Map<String, Object> provenance) {

    Map<String, Object> toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("task", task);
        tree.put("key", key);
        tree.put("protocol", protocol);
        tree.put("metric", metric);
        chance.ifPresent(value -> tree.put("chance", value));
        tree.put("clips", clips);
        tree.put("score", score);
        tree.put("probes", probes);
        tree.put("curve", curve);
        tree.put(
                "few_shot",
                shots.stream()
                        .map(point -> Map.of(
                                "shots", (Object) point.shots(),
                                "clips_per_class", point.clipsPerClass(),
                                "draws", point.draws()))
                        .toList());
        tree.put("cautions", cautions);
        tree.put("provenance", provenance);
        return tree;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IOException if it is something else
     */
    static TaskScore of(Object json) throws IOException {
        try {
            Map<String, Object> tree = Words.tree(json);
            SortedMap<Long, Double> curve = new TreeMap<>();
            Words.tree(tree.getOrDefault("curve", ""))
                    .forEach((step, score) -> curve.put(Long.valueOf(step), number(score)));
            List<ShotScore> shots = new ArrayList<>();
            for (Object element : (List<?>) tree.getOrDefault("few_shot", List.of())) {
                Map<String, Object> point = Words.tree(element);
                shots.add(new ShotScore(
                        (int) number(point.get("shots")),
                        number(point.get("clips_per_class")),
                        numbers(point.get("draws"))));
            }
            return new TaskScore(
                    String.valueOf(tree.get("task")),
                    String.valueOf(tree.get("key")),
                    String.valueOf(tree.get("protocol")),
                    String.valueOf(tree.get("metric")),
                    tree.containsKey("chance") ? OptionalDouble.of(number(tree.get("chance"))) : OptionalDouble.empty(),
                    (int) number(tree.get("clips")),
                    number(tree.get("score")),
                    numbers(tree.get("probes")),
                    curve,
                    shots,
                    tree.get("cautions") instanceof List<?> list
                            ? list.stream().map(String::valueOf).toList()
                            : List.of(),
                    Words.tree(tree.getOrDefault("provenance", "")));
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new IOException("not a score of a study: " + json, e);
        }
    }

    private static List<Double> numbers(@Nullable Object list) {
        return list instanceof List<?> values
                ? values.stream().map(TaskScore::number).toList()
                : List.of();
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("a number is missing");
    }
}
