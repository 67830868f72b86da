package org.dapple.eval.scoring;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.probe.CentroidProbe;
import org.dapple.eval.result.ShotScore;

/**
 * Measures how well a few labelled clips for each class tell the classes apart: a centroid probe, which has nothing to
 * tune, on clips that are drawn again and again.
 *
 * @param shots numbers of clips for each class, rising; {@link #ALL} stands for all
 * @param draws number of draws for each number of clips; all clips are drawn once
 * @param seeds decide what is drawn
 */
public record FewShot(List<Integer> shots, int draws, Seeds seeds) {
    /** Stands for all clips of each class. */
    public static final int ALL = Integer.MAX_VALUE;

    /** Name and version of the method that learns from the clips. */
    static final String PROTOCOL = new CentroidProbe().protocolName();

    /** Copies the list and refuses an empty one, shots below 1 and fewer than one draw. */
    public FewShot {
        shots = List.copyOf(shots);
        ConfigurationException.require(
                !shots.isEmpty() && shots.stream().allMatch(count -> count > 0), "shots", "be positive", shots);
        ConfigurationException.require(draws > 0, "draws", "be at least 1", draws);
    }

    /**
     * Creates the usual curve: one, five, ten and all clips for each class, with ten draws.
     *
     * @param seeds decide what is drawn
     * @return the curve
     */
    public static FewShot standard(Seeds seeds) {
        return new FewShot(List.of(1, 5, 10, ALL), 10, seeds);
    }

    /**
     * Computes the curve of one encoder.
     *
     * @param task the labelled set
     * @param embeddings of its clips
     * @param manager its device computes
     * @return the scores of each number of shots, one for each draw
     */
    public List<ShotScore> run(DownstreamTask task, Embeddings embeddings, NDManager manager) {
        ProbeTask probe = new ProbeTask(new CentroidProbe(), task, seeds);
        List<Fold> whole = probe.folds();
        List<ShotScore> curve = new ArrayList<>();
        for (int count : shots) {
            List<Double> scores = new ArrayList<>();
            double clips = 0;
            for (int draw = 0; draw < (count == ALL ? 1 : draws); draw++) {
                List<Fold> fewer = new ArrayList<>();
                for (int number = 0; number < whole.size(); number++) {
                    SplittableRandom random = seeds.host(Seeds.Purpose.SHOTS, number, draw);
                    fewer.add(drawn(task, whole.get(number), count, random));
                }
                clips = fewer.stream()
                        .mapToInt(fold -> fold.train().size())
                        .average()
                        .orElse(0);
                scores.add(probe.run(embeddings, fewer, manager, () -> {}).score());
            }
            curve.add(new ShotScore(count, clips / task.labels().size(), scores));
        }
        return curve;
    }

    /**
     * {@return the fold with {@code count} training clips for each class, or as many as a class has; clips of a
     * validation part that the set names may be drawn too, because the probe does not need it}
     */
    static Fold drawn(DownstreamTask task, Fold fold, int count, SplittableRandom random) {
        List<Integer> all = new ArrayList<>(fold.train());
        all.addAll(fold.valid());
        if (count == ALL) {
            return new Fold(fold.name(), all, List.of(), fold.test());
        }
        for (int i = all.size() - 1; i > 0; i--) { // Fisher and Yates
            int j = random.nextInt(i + 1);
            Integer swapped = all.get(i);
            all.set(i, all.get(j));
            all.set(j, swapped);
        }
        Set<Integer> chosen = new LinkedHashSet<>();
        for (String label : task.labels()) {
            all.stream()
                    .filter(clip -> task.labels(task.clips().get(clip)).contains(label))
                    .limit(count)
                    .forEach(chosen::add);
        }
        return new Fold(fold.name(), List.copyOf(chosen), List.of(), fold.test());
    }
}
