package org.dapple.experiment.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.dapple.core.settings.Settings;
import org.dapple.train.Catalogues;

/** Studies with made-up numbers. */
public final class StudySample {
    private StudySample() {}

    /** Scores of the seeds 1, 2, … */
    public static SeedScores scores(String masks, String task, double... bySeed) {
        SortedMap<Long, Double> map = new TreeMap<>();
        for (int i = 0; i < bySeed.length; i++) {
            map.put(i + 1L, bySeed[i]);
        }
        return new SeedScores(new Strategy("mae", masks), task, map);
    }

    /** A tree of a study on a folder of sounds with random and dispersion-weighted masks. */
    public static Map<String, Object> tree(int seeds, String... tasks) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", "Sample");
        tree.put("data", "sounds");
        tree.put("pretrain", Map.of("model", Map.of("width", 24, "depth", 1, "heads", 2)));
        Map<String, Object> masks = new LinkedHashMap<>();
        masks.put("random", Map.of("strategy", "random"));
        masks.put("dwm", Map.of("strategy", "dwm"));
        tree.put("masks", masks);
        tree.put("seeds", LongStream.rangeClosed(1, seeds).boxed().toList());
        tree.put("evaluate", Map.of("tasks", List.of(tasks)));
        return tree;
    }

    public static StudyConfig read(Map<String, Object> tree) {
        return StudyConfig.read(new Settings(tree), Path.of("base"), Catalogues.standard());
    }

    /** Results of a study with these scores of its two maskings, the untrained encoders all having nearly one score. */
    public static StudyResults results(double untrained, SeedScores... scores) {
        int seeds = 0;
        List<String> tasks = new ArrayList<>();
        for (SeedScores one : scores) {
            seeds = Math.max(seeds, one.bySeed().lastKey().intValue());
            if (!tasks.contains(one.task())) {
                tasks.add(one.task());
            }
        }
        StudyConfig study = read(tree(seeds, tasks.toArray(String[]::new)));
        List<StudyResults.Found> found = new ArrayList<>();
        List<Cell> missing = new ArrayList<>(study.cells());
        for (Entrant entrant : Entrant.of(study.cells(), true)) {
            for (SeedScores one : scores) {
                Double score = entrant.kind() == Entrant.Kind.TRAINED
                        ? one.bySeed().get(entrant.cell().seed())
                        : Double.valueOf(untrained + (entrant.cell().seed() % 2 == 0 ? 1e-5 : -1e-5));
                boolean own = entrant.kind() != Entrant.Kind.TRAINED
                        || entrant.cell().strategy().equals(one.strategy());
                if (own && score != null) {
                    found.add(new StudyResults.Found(entrant, score(one.task(), score)));
                    missing.removeIf(cell -> entrant.kind() == Entrant.Kind.TRAINED && cell.equals(entrant.cell()));
                }
            }
        }
        return new StudyResults(study, tasks, found, missing, false);
    }

    private static TaskScore score(String task, double score) {
        return new TaskScore(
                task,
                "key",
                "strict/2",
                "accuracy",
                OptionalDouble.of(0.125),
                100,
                score,
                List.of(score),
                new TreeMap<>(Map.of(10L, score)),
                List.of(),
                List.of(),
                Map.of());
    }
}
