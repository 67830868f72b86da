package org.dapple.data.clips;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts of the rows of a data set by outcome.
 *
 * @param listed number of all rows
 * @param leftOut rows that are left out, by reason, for example {@code split extra}
 * @param skipped rows that are skipped because their clips cannot be read
 * @param labels distinct labels of the used rows
 */
public record RowCounts(int listed, SortedMap<String, Integer> leftOut, int skipped, int labels) {

    /** Copies the map. */
    public RowCounts {
        leftOut = Collections.unmodifiableSortedMap(new TreeMap<>(leftOut));
    }

    /**
     * Counts rows.
     *
     * @param clips all rows
     * @param reason why a row is left out; null if it is used
     * @param skipped clips that could not be read
     * @return the counts
     */
    public static RowCounts of(List<Clip> clips, Function<Clip, @Nullable String> reason, List<SkippedClip> skipped) {
        Set<String> unreadable = skipped.stream().map(SkippedClip::filename).collect(Collectors.toSet());
        SortedMap<String, Integer> leftOut = new TreeMap<>();
        Set<String> labels = new HashSet<>();
        int lost = 0;
        for (Clip clip : clips) {
            String why = reason.apply(clip);
            if (why != null) {
                leftOut.merge(why, 1, Integer::sum);
            } else if (unreadable.contains(clip.filename())) {
                lost++;
            } else {
                labels.addAll(clip.labels());
            }
        }
        return new RowCounts(clips.size(), leftOut, lost, labels.size());
    }

    /** {@return the number of rows that are used and can be read} */
    public int used() {
        return listed - skipped - rowsLeftOut();
    }

    private int rowsLeftOut() {
        return leftOut.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * {@return for example {@code 55 of 97 rows are left out: 30 of split extra, 25 of no split}; empty if none are}
     */
    public Optional<String> sentence() {
        return leftOut.isEmpty()
                ? Optional.empty()
                : Optional.of(rowsLeftOut() + " of " + listed + " rows are left out: "
                        + leftOut.entrySet().stream()
                                .map(entry -> entry.getValue() + " of " + entry.getKey())
                                .collect(Collectors.joining(", ")));
    }

    /** {@return an object with {@code listed, used, skipped, labels} and, by reason, {@code left_out}} */
    public Map<String, Object> toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("listed", listed);
        tree.put("used", used());
        tree.put("skipped", skipped);
        tree.put("labels", labels);
        tree.put("left_out", leftOut);
        return tree;
    }
}
