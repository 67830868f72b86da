package org.dapple.eval.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.dapple.core.run.Seeds;
import org.dapple.data.clips.Clip;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.data.task.Validation;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.result.ShotScore;
import org.dapple.eval.statistics.Interval;
import org.dapple.testing.LiveArrays;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class FewShotTest extends WithManager {
    private static final Seeds SEEDS = new Seeds(5);

    private static DownstreamTask task(int clips) {
        List<Clip> all = new ArrayList<>();
        for (int i = 0; i < clips; i++) {
            String split = i % 5 == 0 ? "test" : i % 5 == 1 ? "valid" : "train";
            all.add(new Clip("clip" + i, Path.of("clip" + i), "label" + i / 5 % 3, null, split));
        }
        return DownstreamTask.of("t", all, 1);
    }

    /** Three classes as corners, with so much noise that one example misleads. */
    private static Embeddings embeddings(DownstreamTask task) {
        Random random = new Random(2);
        int count = task.clips().size();
        float[] values = new float[count * 8];
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < 8; d++) {
                values[8 * i + d] = (float) ((d == i / 5 % 3 ? 2 : 0) + random.nextGaussian());
            }
            hashes.add("hash" + i);
        }
        return new Embeddings(task.clips(), hashes, values, 8, List.of());
    }

    @Test
    void asManyAreDrawnOfEachClassAndNoneOfTheTest() {
        DownstreamTask task = task(150);
        Fold whole = Fold.of(task.clips(), SEEDS, Validation.STRATIFIED).get(0);
        Fold few = FewShot.drawn(task, whole, 4, new SplittableRandom(1));
        assertEquals(12, new HashSet<>(few.train()).size());
        few.train().stream()
                .collect(Collectors.groupingBy(clip -> task.clips().get(clip).label(), Collectors.counting()))
                .values()
                .forEach(count -> assertEquals(4, count));
        assertTrue(few.train().stream().noneMatch(whole.test()::contains));
        assertEquals(whole.test(), few.test());
        assertEquals(few, FewShot.drawn(task, whole, 4, new SplittableRandom(1)));
        assertFalse(few.train()
                .equals(FewShot.drawn(task, whole, 4, new SplittableRandom(2)).train()));
        Fold all = FewShot.drawn(task, whole, FewShot.ALL, new SplittableRandom(1));
        assertEquals(120, all.train().size(), "training and validation clips");
        assertEquals(
                120,
                FewShot.drawn(task, whole, 1000, new SplittableRandom(1))
                        .train()
                        .size());
    }

    @Test
    void moreShotsTellMore() {
        DownstreamTask task = task(600);
        List<ShotScore> curve = FewShot.standard(SEEDS).run(task, embeddings(task), manager);
        assertEquals(
                List.of(1, 5, 10, FewShot.ALL),
                curve.stream().map(ShotScore::shots).toList());
        double one = curve.get(0).score().mean();
        double ten = curve.get(2).score().mean();
        double all = curve.get(3).score().mean();
        assertTrue(one > 0.4 && one < ten - 0.05 && ten <= all + 0.02, curve.toString());
        assertEquals(5, curve.get(1).clipsPerClass(), 1e-12);
        assertEquals(160, curve.get(3).clipsPerClass(), 1e-12);
        assertEquals(Interval.Kind.ONE_RUN, curve.get(3).score().kind(), "one draw of all clips");
        assertEquals(curve, FewShot.standard(SEEDS).run(task, embeddings(task), manager));
    }

    @Test
    void moreDrawsHoldNoMoreArrays() {
        DownstreamTask task = task(60);
        LiveArrays live = LiveArrays.of(manager);
        int[] most = new int[2];
        for (int i = 0; i < 2; i++) {
            live.reset();
            new FewShot(List.of(1), i == 0 ? 10 : 200, SEEDS).run(task, embeddings(task), manager);
            most[i] = live.most();
        }
        assertEquals(most[0], most[1]);
        assertEquals(0, live.now());
    }
}
