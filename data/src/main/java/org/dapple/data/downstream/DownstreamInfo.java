package org.dapple.data.downstream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;

/**
 * The published properties of a downstream set. Lengths, counts and metrics are those of the EVAR protocol
 * (nttcslab/eval-audio-repr).
 *
 * @param name EVAR's code, for example {@code esc50}
 * @param aliases other common names
 * @param title title for display
 * @param seconds length to which clips are cut or padded
 * @param classes number of distinct labels
 * @param clips number of all clips
 * @param parts number of clips of every split or fold; empty if only the sum is known
 * @param metric metric of the set
 * @param licence a note; the publisher's terms are binding
 * @param source where to get the set
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

    /** Refuses malformed names and impossible numbers. */
    public DownstreamInfo {
        ConfigurationException.require(
                name.matches("[a-z0-9][a-z0-9-]*"), "name", "consist of lower-case letters, digits and hyphens", name);
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

    /** The numbers of clips of the three splits, in the order train, valid, test. */
    static Map<String, Integer> splits(int train, int valid, int test) {
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put("train", train);
        parts.put("valid", valid);
        parts.put("test", test);
        return parts;
    }

    /** The numbers of clips of folds named 1, 2, … */
    static Map<String, Integer> folds(int... clips) {
        Map<String, Integer> parts = new LinkedHashMap<>();
        for (int fold = 0; fold < clips.length; fold++) {
            parts.put(String.valueOf(fold + 1), clips[fold]);
        }
        return parts;
    }
}
