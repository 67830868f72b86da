package org.dapple.data.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.dapple.data.clips.Clip;

/**
 * Draws about a tenth of the training clips of every class for validation, at least one. A source is drawn with all its
 * clips, of any class, or not at all; a clip without a source counts as its own. If possible, no class loses more than
 * half of its clips; no class ever loses all of them.
 */
final class ValidationDraw {
    private static final double SHARE = 0.1;

    private final List<Clip> clips;
    private final SplittableRandom random;
    private final TreeMap<String, List<Integer>> byLabel = new TreeMap<>();
    private final Map<String, List<Integer>> bySource = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final Set<Integer> valid = new LinkedHashSet<>();

    /**
     * Draws the clips.
     *
     * @param clips the clips, all labelled
     * @param train positions of the training clips to draw from
     * @param random the generator
     */
    ValidationDraw(List<Clip> clips, List<Integer> train, SplittableRandom random) {
        this.clips = clips;
        this.random = random;
        for (int i : train) {
            byLabel.computeIfAbsent(label(i), label -> new ArrayList<>()).add(i);
            String source = clips.get(i).source();
            if (source != null) {
                bySource.computeIfAbsent(source, name -> new ArrayList<>()).add(i);
            }
        }
        draw(true);
        if (valid.isEmpty()) { // every class has only one source, so its clips must be divided
            draw(false);
        }
    }

    /** Positions of the drawn clips; empty if no class has two clips. */
    List<Integer> valid() {
        return List.copyOf(valid);
    }

    /** Positions of the remaining clips, class by class. */
    List<Integer> train() {
        List<Integer> kept = new ArrayList<>();
        byLabel.values()
                .forEach(members ->
                        members.stream().filter(i -> !valid.contains(i)).forEach(kept::add));
        return kept;
    }

    private void draw(boolean wholeSources) {
        byLabel.forEach((label, members) -> {
            int wanted = members.size() < 2 ? 0 : Math.max(1, (int) Math.round(SHARE * members.size()));
            draw(label, members, wanted, wholeSources, 0.5);
            if (!taken.containsKey(label)) {
                draw(label, members, wanted, wholeSources, 1);
            }
        });
    }

    private void draw(String label, List<Integer> members, int wanted, boolean wholeSources, double most) {
        List<Integer> candidates = new ArrayList<>(members);
        candidates.removeIf(valid::contains);
        while (!candidates.isEmpty() && taken.getOrDefault(label, 0) < wanted) {
            int drawn = candidates.remove(random.nextInt(candidates.size()));
            String source = clips.get(drawn).source();
            List<Integer> unit =
                    source == null || !wholeSources ? List.of(drawn) : bySource.getOrDefault(source, List.of());
            if (unit.size() > 1) {
                candidates.removeAll(Set.copyOf(unit));
            }
            Map<String, Integer> more = new HashMap<>();
            unit.forEach(i -> more.merge(label(i), 1, Integer::sum));
            if (more.entrySet().stream().allMatch(of -> leavesEnough(of.getKey(), of.getValue(), most))) {
                valid.addAll(unit);
                more.forEach((of, count) -> taken.merge(of, count, Integer::sum));
            }
        }
    }

    private boolean leavesEnough(String label, int more, double most) {
        int all = byLabel.getOrDefault(label, List.of()).size();
        int out = taken.getOrDefault(label, 0) + more;
        return out < all && out <= most * all;
    }

    private String label(int i) {
        return String.valueOf(clips.get(i).label());
    }
}
