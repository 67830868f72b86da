package org.dapple.data.downstream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;

/**
 * What is known of a downstream set before it is read. Lengths, counts and metrics are those of the EVAR protocol
 * (nttcslab/eval-audio-repr).
 *
 * @param name EVAR's code, for example {@code esc50}
 * @param aliases other names that people use
 * @param title for people
 * @param seconds clips are cut or padded to
 * @param classes different labels
 * @param clips in all
 * @param parts clips of every split, or of every fold; empty where only the sum is known
 * @param metric what it is scored by
 * @param licence a note; the words of whoever publishes the set decide
 * @param source where to get it
 */
public record DownstreamInfo(
        String name,
        List<String> aliases,
        String title,
        double seconds,
        int classes,
        int clips,
        Map<String, Integer> parts,
        DownstreamMetric metric,
        String licence,
        String source) {

    /** Checks the numbers and copies the collections, whose order is kept. */
    public DownstreamInfo {
        ConfigurationException.require(
                name.matches("[a-z0-9][a-z0-9-]*"), "name", "consist of small letters, digits and hyphens", name);
        ConfigurationException.require(!title.isBlank(), "title", "not be empty", title);
        ConfigurationException.require(!licence.isBlank(), "licence", "not be empty", licence);
        ConfigurationException.require(!source.isBlank(), "source", "not be empty", source);
        ConfigurationException.require(
                seconds > 0 && Double.isFinite(seconds), "seconds", "be positive and finite", seconds);
        ConfigurationException.require(classes >= 2, "classes", "be at least 2", classes);
        aliases = List.copyOf(aliases);
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        int sum = parts.values().stream().mapToInt(Integer::intValue).sum();
        ConfigurationException.require(
                clips > 0 && (parts.isEmpty() || sum == clips), "clips", "be the sum of all parts, " + sum, clips);
    }

    /**
     * {@return whether a clip may have several labels, joined by {@link org.dapple.data.clips.Clip#LABEL_SEPARATOR}}
     */
    public boolean multiLabel() {
        return metric == DownstreamMetric.MEAN_AVERAGE_PRECISION;
    }

    /** Clips of the three splits, in the order of training. */
    static Map<String, Integer> splits(int train, int valid, int test) {
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put("train", train);
        parts.put("valid", valid);
        parts.put("test", test);
        return parts;
    }

    /** Clips of folds that are called 1, 2, … */
    static Map<String, Integer> folds(int... clips) {
        Map<String, Integer> parts = new LinkedHashMap<>();
        for (int fold = 0; fold < clips.length; fold++) {
            parts.put(String.valueOf(fold + 1), clips[fold]);
        }
        return parts;
    }
}
